import { parseJson } from "./json.ts";
import { JsonSplitter } from "./json-splitter.ts";
import { byteOrderMarkLength, decodeUtf8 } from "./utf8.ts";

/**
 * The first JSON value at the start of a file, as far as it goes: where the head cuts a document off, what
 * stands before the cut, the open brackets closed. Serves one document and the first line of many.
 * `undefined` if there is none.
 */
export function firstValue(head: Uint8Array): unknown {
  const splitter = new JsonSplitter({ paths: [], maxBytes: head.length });
  splitter.push(head.subarray(byteOrderMarkLength(head)));
  splitter.end();
  const rest = splitter.rest();
  if (rest === null) return undefined;
  const parsed = parseJson(rest);
  return parsed.kind === "value" ? parsed.value : undefined;
}

/**
 * The JSON values of the lines that lie in the head, in order; lines that are not JSON are passed over. A
 * last line that the head cuts off gives what stands before the cut.
 */
export function headRecords(head: Uint8Array): readonly unknown[] {
  const records: unknown[] = [];
  let start = byteOrderMarkLength(head);
  while (start < head.length) {
    const feed = head.indexOf(0x0a, start);
    const end = feed < 0 ? head.length : feed;
    const line = head.subarray(start, end);
    const value = feed < 0 ? firstValue(line) : wholeValue(line);
    if (value !== undefined) records.push(value);
    start = end + 1;
  }
  return records;
}

function wholeValue(line: Uint8Array): unknown {
  const text = decodeUtf8(line);
  const parsed = text === null ? null : parseJson(text);
  return parsed?.kind === "value" ? parsed.value : undefined;
}
