import type { ReportData } from "../../src/report/report-data.ts";

const format: ReportData["format"] = "turncoat/report@1";

// Overrides, embeddings and isolates reorder what stands around them.
const reordering = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The report's data, with every bidirectional control replaced by its code point in brackets: a reader
 * of evidence must see such a character instead of what it does.
 *
 * @throws SyntaxError if it is not JSON, TypeError if it is not a report of this format
 */
export function parseReport(json: string): ReportData {
  const data: unknown = JSON.parse(json, (_, value: unknown) =>
    typeof value === "string" ? value.replace(reordering, codePoint) : value,
  );
  const named = typeof data === "object" && data !== null && "format" in data ? data.format : null;
  if (named !== format) throw new TypeError(`its data is not ${format}`);
  // The page is written together with its data by the version of turncoat that built both.
  return data as ReportData;
}

function codePoint(character: string): string {
  return `[U+${character.charCodeAt(0).toString(16).toUpperCase()}]`;
}
