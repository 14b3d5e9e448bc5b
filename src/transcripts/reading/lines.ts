import type { ByteSource } from "../../ports/index.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { byteOrderMarkLength, decodeUtf8 } from "./utf8.ts";

/** What a place in a file of lines holds. Numbers count from 1, blank lines included. */
export type SourceLine =
  | {
      readonly kind: "line";
      readonly number: number;
      /** Without its line ending. */
      readonly text: string;
      /** Whether nothing ended it: the file's last line, maybe still being written. */
      readonly isUnended: boolean;
    }
  | { readonly kind: "skipped"; readonly number: number; readonly reason: string };

/** Longest line that is held in memory, in bytes: 64 MiB. */
export const defaultMaxLineBytes = 64 * 1024 * 1024;

const lineFeed = 0x0a;

/**
 * The lines of a file that are not blank, in order. `\n` and `\r\n` end a line; a byte order mark at the
 * start is dropped. A line longer than `maxBytes`, or that is not UTF-8, is skipped with its reason: with
 * replacement characters it would be another text, and nobody would know. Holds one line at a time.
 */
export async function* linesOf(
  source: ByteSource,
  maxBytes = defaultMaxLineBytes,
): AsyncGenerator<SourceLine> {
  const held = new ByteBuffer();
  let number = 1;
  let length = 0;
  const add = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length <= maxBytes) held.append(bytes);
    else held.cut(0);
  };
  const finish = (isUnended: boolean) => {
    const line = lineAt(number, { bytes: held.view(), length, maxBytes, isUnended });
    held.cut(0);
    length = 0;
    number += 1;
    return line;
  };

  for await (const chunk of source.stream()) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      add(chunk.subarray(start, end));
      const line = finish(false);
      if (line !== null) yield line;
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length === 0) return;
  const last = finish(true);
  if (last !== null) yield last;
}

interface RawLine {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly maxBytes: number;
  readonly isUnended: boolean;
}

function lineAt(number: number, { bytes, length, maxBytes, isUnended }: RawLine) {
  const skipped = (reason: string): SourceLine => ({ kind: "skipped", number, reason });
  if (length > maxBytes) return skipped(`the line has ${length} bytes, more than ${maxBytes}`);
  const text = decodeUtf8(number === 1 ? bytes.subarray(byteOrderMarkLength(bytes)) : bytes);
  if (text === null) return skipped("the line is not UTF-8");
  const body = text.endsWith("\r") ? text.slice(0, -1) : text;
  if (body.trim() === "") return null;
  return { kind: "line", number, text: body, isUnended } satisfies SourceLine;
}
