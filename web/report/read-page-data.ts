// Overrides, embeddings and isolates reorder what stands around them.
const reordering = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A page's data, with every bidirectional control replaced by its code point in brackets: a reader of
 * evidence must see such a character instead of what it does.
 *
 * @param format  what the data must say they are
 * @throws SyntaxError if it is not JSON, TypeError if it is not of this format
 */
export function readPageData(json: string, format: string): unknown {
  const data: unknown = JSON.parse(json, (_, value: unknown) =>
    typeof value === "string" ? value.replace(reordering, codePoint) : value,
  );
  const named = typeof data === "object" && data !== null && "format" in data ? data.format : null;
  if (named !== format) throw new TypeError(`its data is not ${format}`);
  return data;
}

function codePoint(character: string): string {
  return `[U+${character.charCodeAt(0).toString(16).toUpperCase()}]`;
}
