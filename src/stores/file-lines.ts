import type { BytesAt } from "./block-window.ts";

/** A line of a file. */
export interface FileLine {
  /** Without its newline; of the chunk that it was read with, so that whoever keeps it keeps that too. */
  readonly bytes: Buffer;
  /** Bytes before it in the file. */
  readonly offset: number;
  /** Whether a newline follows. */
  readonly isEnded: boolean;
}

const newline = 0x0a;

/** Where to stop, and how much is read at a time. */
export interface FileLinesOptions {
  /** Bytes to read at most. */
  readonly end?: number;
  readonly chunkBytes?: number;
}

/** A file's lines, those that a chunk ends together; a chunk and a line in memory at a time. */
export async function* fileLines(
  file: BytesAt,
  { end = Number.POSITIVE_INFINITY, chunkBytes = 1 << 18 }: FileLinesOptions = {},
): AsyncGenerator<readonly FileLine[]> {
  let begun: Buffer[] = [];
  let offset = 0;
  let position = 0;
  while (position < end) {
    const wanted = Math.min(chunkBytes, end - position);
    const chunk = Buffer.allocUnsafe(wanted);
    const { bytesRead } = await file.read(chunk, 0, wanted, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const lines: FileLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1 && at < bytesRead; ) {
      const rest = chunk.subarray(from, at);
      const bytes = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      lines.push({ bytes, offset, isEnded: true });
      offset += bytes.length + 1;
      from = at + 1;
      at = chunk.indexOf(newline, from);
    }
    if (from < bytesRead) begun.push(chunk.subarray(from, bytesRead));
    yield lines;
  }
  if (begun.length > 0) yield [{ bytes: Buffer.concat(begun), offset, isEnded: false }];
}
