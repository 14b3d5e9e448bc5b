import { open, stat, truncate } from "node:fs/promises";
import { basename } from "node:path";
import { readLineLinks } from "./batch-line.ts";
import { type BatchPlaces, batchPlaces } from "./batch-places.ts";
import { keepTornBytes } from "./journal-file.ts";
import { listSegments, readSegment, type Segment } from "./segment-files.ts";

/** What was found in a folder of a log. */
export interface FoundSegments {
  readonly segments: ReadonlyMap<number, Segment>;
  readonly places: BatchPlaces;
  /** The last file and its bytes, all of them sound; `null` if there is no file. */
  readonly last: { readonly segment: Segment; readonly soundBytes: number } | null;
  /** What was cut off, in words. */
  readonly notices: readonly string[];
}

/**
 * Reads all files of a log for where its lines stand, a chunk in memory at a time, and cuts a torn end off
 * the last; its bytes are kept beside it.
 *
 * @throws TurncoatError `store` where a line is damaged that was told to be on the disk
 */
export async function openSegments(folder: string): Promise<FoundSegments> {
  const segments = await listSegments(folder);
  const places = batchPlaces();
  let last: FoundSegments["last"] = null;
  const notices: string[] = [];
  for (const segment of segments) {
    const isLast = segment === segments.at(-1);
    const soundBytes = await notePlaces(segment, places, isLast);
    if (!isLast) continue;
    last = { segment, soundBytes };
    const torn = await cutTornEnd(folder, segment, soundBytes);
    if (torn !== null) notices.push(torn);
  }
  return {
    segments: new Map(segments.map((segment) => [segment.number, segment])),
    places,
    last,
    notices,
  };
}

/** Gives the bytes that are sound. */
async function notePlaces(
  segment: Segment,
  places: BatchPlaces,
  mayBeTorn: boolean,
): Promise<number> {
  const lines = readSegment(segment, { mayBeTorn, read: readLineLinks });
  for (;;) {
    const step = await lines.next();
    if (step.done === true) return step.value;
    for (const { kept, offset, length } of step.value) {
      places.set(kept.conversation, { segment: segment.number, offset, length });
    }
  }
}

async function cutTornEnd(
  folder: string,
  { path }: Segment,
  soundBytes: number,
): Promise<string | null> {
  const { size } = await stat(path);
  if (size === soundBytes) return null;
  const file = await open(path, "r");
  let kept: string;
  try {
    const torn = Buffer.alloc(size - soundBytes);
    const { bytesRead } = await file.read(torn, 0, torn.length, soundBytes);
    kept = await keepTornBytes(folder, torn.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
  await truncate(path, soundBytes);
  return `the end of ${basename(path)} was torn: cut off, its ${size - soundBytes} bytes kept in ${kept}`;
}
