import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ActionBatch } from "../ports/index.ts";
import { type LineLinks, readBatchLine } from "./batch-line.ts";
import { type FileLine, fileLines } from "./file-lines.ts";
import { unlessAbsent } from "./run-folder-error.ts";
import { storeFailure } from "./store-failure.ts";

/** A file of a log. */
export interface Segment {
  /** From 1; a later file has a higher number. */
  readonly number: number;
  /** UTC date on which it was begun, `2026-11-25`. */
  readonly day: string;
  readonly path: string;
}

const namePattern = /^actions-(\d{8})-(\d{4}-\d\d-\d\d)\.jsonl$/;

/** Names the file of a number and a day. */
export function segmentAt(folder: string, number: number, day: string): Segment {
  const path = join(folder, `actions-${String(number).padStart(8, "0")}-${day}.jsonl`);
  return { number, day, path };
}

/** The files of a log, in order; none if the folder is not there. */
export async function listSegments(folder: string): Promise<readonly Segment[]> {
  const names = (await unlessAbsent(readdir(folder))) ?? [];
  return names
    .flatMap((name) => {
      const [, number, day] = namePattern.exec(name) ?? [];
      return number === undefined || day === undefined
        ? []
        : [segmentAt(folder, Number(number), day)];
    })
    .sort((left, right) => left.number - right.number);
}

/** A line that is an append, with its place in the file. */
export interface SegmentLine<T> {
  readonly kept: T;
  readonly offset: number;
  readonly length: number;
}

/** How a file is read. */
export interface ReadSegmentOptions<T> {
  /** What is made of a line without its newline; `null` where it is damaged. */
  readonly read: (line: Buffer) => T | null;
  /** Bytes to read at most. */
  readonly end?: number;
  /** Whether the end may be torn: in the file that is or was being written when the process stopped. */
  readonly mayBeTorn: boolean;
}

/**
 * The appends of a file in order, some together, since waiting for each would take longer than reading it; returns the
 * bytes up to the end of the last whole write. Damage counts as torn where nothing after it was ever told to be on the
 * disk.
 *
 * @throws TurncoatError `store` naming a damaged line
 */
export async function* readSegment<T extends Pick<LineLinks, "syncedBytes">>(
  { path }: Segment,
  options: ReadSegmentOptions<T>,
): AsyncGenerator<readonly SegmentLine<T>[], number> {
  const file = await open(path, "r");
  try {
    const torn = tornCheck(path, options.mayBeTorn);
    let soundEnd = 0;
    const limit = options.end === undefined ? {} : { end: options.end };
    for await (const lines of fileLines(file, limit)) {
      const sound: SegmentLine<T>[] = [];
      try {
        for (const line of soundLines(lines, options.read, torn)) sound.push(line);
      } finally {
        const last = sound.at(-1);
        if (last !== undefined) soundEnd = last.offset + last.length;
        // Also what stands before a damaged line, which is an error.
        yield sound;
      }
    }
    return soundEnd;
  } finally {
    await file.close();
  }
}

function* soundLines<T extends Pick<LineLinks, "syncedBytes">>(
  lines: readonly FileLine[],
  read: ReadSegmentOptions<T>["read"],
  torn: ReturnType<typeof tornCheck>,
): Generator<SegmentLine<T>, void> {
  for (const { bytes, offset, isEnded } of lines) {
    const kept = isEnded ? read(bytes) : null;
    if (torn.isTorn(offset, kept) || kept === null) continue;
    yield { kept, offset, length: bytes.length + 1 };
  }
}

/** The appends of a whole file, in order. @throws TurncoatError `store` naming a damaged line */
export async function* listFile(segment: Segment): AsyncGenerator<ActionBatch> {
  const lines = readSegment(segment, { mayBeTorn: false, read: readBatchLine });
  for await (const some of lines) for (const { kept } of some) yield kept.batch;
}

/** Tells, line by line, whether a file has come to a torn end. */
function tornCheck(path: string, mayBeTorn: boolean) {
  let number = 0;
  let torn: { readonly offset: number; readonly line: number } | null = null;
  return {
    isTorn(offset: number, kept: Pick<LineLinks, "syncedBytes"> | null): boolean {
      number += 1;
      if (kept === null) torn ??= { offset, line: number };
      if (torn === null) return false;
      const wasTold = kept !== null && kept.syncedBytes > torn.offset;
      if (!mayBeTorn || wasTold) throw damagedLine(path, torn.line);
      return true;
    },
  };
}

function damagedLine(path: string, line: number) {
  const advice = "put the file back from a copy, or move it away to go on without it";
  return storeFailure(path, `line ${line} is damaged (bad JSON or checksum); ${advice}`);
}
