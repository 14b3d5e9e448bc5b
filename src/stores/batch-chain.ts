import { type FileHandle, open } from "node:fs/promises";
import type { ActionBatch } from "../ports/index.ts";
import { type KeptBatch, type LinePlace, readBatchLine } from "./batch-line.ts";
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
      const segment = segments.get(place.segment);
      if (segment === undefined) break;
      const file = files.get(segment.number) ?? (await open(segment.path, "r"));
      files.set(segment.number, file);
      const kept = await readAt(file, place);
      if (kept?.batch.conversation !== conversation) {
        const { offset } = place;
        throw storeFailure(segment.path, `the line at byte ${offset} changed while it was open`);
      }
      batches.push(kept.batch);
      place = kept.previous;
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
  return batches.reverse();
}

async function readAt(file: FileHandle, { offset, length }: LinePlace): Promise<KeptBatch | null> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  return bytesRead === length ? readBatchLine(bytes.subarray(0, -1)) : null;
}
