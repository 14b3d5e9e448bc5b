import { type FileHandle, open } from "node:fs/promises";
import type { ActionBatch } from "../ports/index.ts";
import { type KeptBatch, type LinePlace, readBatchLine } from "./batch-line.ts";
import { unlessAbsent } from "./run-folder-error.ts";
import type { Segment } from "./segment-files.ts";
import { storeFailure } from "./store-failure.ts";

/** Where a conversation's appends are read from. */
export interface BatchChain {
  readonly segments: ReadonlyMap<number, Segment>;
  /** Of the conversation's last append; `null` if it has none. */
  readonly last: LinePlace | null;
}

/**
 * A conversation's appends in order, followed backwards from the last through the files. It ends where a
 * file was taken away.
 *
 * @throws TurncoatError `store` where a line cannot be read
 */
export async function readChain(
  conversation: string,
  { segments, last }: BatchChain,
): Promise<readonly ActionBatch[]> {
  const batches: ActionBatch[] = [];
  const files = new Map<number, FileHandle>();
  try {
    let place = last;
    while (place !== null) {
      const file = files.get(place.segment) ?? (await openFile(place.segment, segments));
      if (file === null) break;
      files.set(place.segment, file);
      const kept = await readAt(file, place);
      if (kept?.batch.conversation !== conversation) {
        const { offset } = place;
        const path = segments.get(place.segment)?.path ?? "a file that was dropped";
        throw storeFailure(path, `the line at byte ${offset} is not one that this version writes`);
      }
      batches.push(kept.batch);
      place = kept.previous;
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
  return batches.reverse();
}

/** `null` where the file was dropped. @throws TurncoatError `store` where it is gone and should be there */
async function openFile(
  number: number,
  segments: BatchChain["segments"],
): Promise<FileHandle | null> {
  const segment = segments.get(number);
  if (segment === undefined) return null;
  const file = await unlessAbsent(open(segment.path, "r"));
  if (file === null && segments.has(number)) {
    throw storeFailure(segment.path, "the file was taken away while the log was open");
  }
  return file;
}

async function readAt(file: FileHandle, { offset, length }: LinePlace): Promise<KeptBatch | null> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  return bytesRead === length ? readBatchLine(bytes.subarray(0, -1)) : null;
}
