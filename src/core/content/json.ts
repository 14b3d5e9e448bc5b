/** A JSON text that was read, or why it could not be. */
export type ParsedJson =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "problem"; readonly reason: string };

/** Deepest nesting that is read; what follows a value may recurse. */
export const maxJsonDepth = 512;

/**
 * Reads a JSON text, and the bare `NaN`, `Infinity` and `-Infinity` that Python writes: those become
 * `null`, as does a number beyond the doubles such as `1e999`. Integers beyond 2^53 lose digits, as
 * `JSON.parse` has it. Never throws.
 */
export function parseJson(text: string): ParsedJson {
  if (text.trim() === "") return problem("the text is empty");
  if (text.length > maxJsonDepth && jsonDepth(text) > maxJsonDepth) {
    return problem(`the JSON nests deeper than ${maxJsonDepth} levels`);
  }
  const first = parsed(text);
  if (first.kind === "value" || !/NaN|Infinity/.test(text)) return first;
  const second = parsed(withPlainConstants(text));
  return second.kind === "value" ? second : first;
}

/** A number that may be too large for a double. */
const hugeNumber = /\d[eE]\+?\d{3}|\d{309}/;

function parsed(text: string): ParsedJson {
  try {
    const value: unknown = hugeNumber.test(text)
      ? JSON.parse(text, (_key, part: unknown) =>
          typeof part === "number" && !Number.isFinite(part) ? null : part,
        )
      : JSON.parse(text);
    return { kind: "value", value };
  } catch (cause) {
    return problem(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

const problem = (reason: string): ParsedJson => ({ kind: "problem", reason });

const quote = 0x22;
const backslash = 0x5c;

/** Most brackets open at a time outside strings, in a text that may be JSON. Linear in its length. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}

/** Index of the quote that ends the string begun at `start`; the text's length if none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end;
    while (before > start + 1 && text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((end - before) % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

const constant = /-?\b(?:NaN|Infinity)\b/g;

/** The text with `null` for the constants that stand outside its strings. */
function withPlainConstants(text: string): string {
  const pieces: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) !== quote) continue;
    pieces.push(text.slice(start, index).replace(constant, "null"));
    start = endOfString(text, index) + 1;
    pieces.push(text.slice(index, start));
    index = start - 1;
  }
  pieces.push(text.slice(start).replace(constant, "null"));
  return pieces.join("");
}
