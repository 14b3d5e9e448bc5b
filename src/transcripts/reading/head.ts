import { parseJson } from "../../core/index.ts";
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

/**
 * The elements of an array at the start of a file, those that are not JSON left out; the last as far as it
 * goes where the head cuts it off. `null` if the file does not start with an array.
 */
export function headElements(head: Uint8Array): readonly unknown[] | null {
  const text = head.subarray(firstSolid(head, byteOrderMarkLength(head)));
  if (text[0] !== openArray) return null;
  const splitter = new JsonSplitter({ paths: [[]], maxBytes: text.length });
  const elements = splitter.push(text).flatMap((item) => {
    const parsed = item.kind === "element" ? parseJson(item.text) : item;
    return parsed.kind === "value" ? [parsed.value] : [];
  });
  const last = firstValue(splitter.begunElement());
  return last === undefined ? elements : [...elements, last];
}

const openArray = 0x5b;

/**
 * Whether a file is one JSON document written over several lines, rather than a record a line: its first
 * line is no value by itself, and what starts there goes on over the next ones.
 */
export function isOneDocument(head: Uint8Array): boolean {
  const start = byteOrderMarkLength(head);
  const feed = head.indexOf(0x0a, firstSolid(head, start));
  if (feed < 0) return false;
  return wholeValue(head.subarray(start, feed)) === undefined && firstValue(head) !== undefined;
}

/** Where the first byte that is not white space lies. */
function firstSolid(head: Uint8Array, start: number): number {
  let place = start;
  while (place < head.length && (head[place] ?? 0) <= 0x20) place += 1;
  return place;
}
