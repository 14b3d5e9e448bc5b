import { access, constants, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ActionBatch } from "../ports/index.ts";
import { readChain } from "./batch-chain.ts";
import { readBatchLine } from "./batch-line.ts";
import { makeFolder, syncFolder } from "./durable-file.ts";
import { groupCommit } from "./group-commit.ts";
import { openSegments } from "./open-segments.ts";
import { reasonOf } from "./run-folder-error.ts";
import { takeLock } from "./run-lock.ts";
import { readSegment, type Segment } from "./segment-files.ts";
import { type SegmentFile, segmentLane } from "./segment-lane.ts";
import { serialQueue } from "./serial-queue.ts";
import { inStore } from "./store-failure.ts";
import { thisWriter } from "./writer.ts";

/** How a folder of appends is opened. */
export interface BatchLogOptions {
  readonly folder: string;
  /** Bytes after which a new file is begun; also on a new day (UTC). Default 64 MiB. */
  readonly segmentBytes?: number;
  /** The clock, for the day in the files' names. */
  readonly now?: () => Date;
  /** Opens a file for appending; what a failing disk is played with. */
  readonly openFile?: (path: string) => Promise<SegmentFile>;
}

/** Appends in files that are begun anew by size and by day. One process has it open. */
export interface BatchLog extends AsyncDisposable {
  /** What was cut off or taken over on opening, in words. */
  readonly notices: readonly string[];
  /** Conversations known. */
  readonly conversations: number;
  /** Durable once it resolves; callers at once share a write. @throws TurncoatError `store` */
  append(batch: ActionBatch): Promise<void>;
  /** @throws TurncoatError `store` */
  readBatches(conversation: string): Promise<readonly ActionBatch[]>;
  /** @throws TurncoatError `store` */
  list(): AsyncIterable<ActionBatch>;
  /** Ends the file that is being written; gives all files with something in them. @throws TurncoatError `store` */
  seal(): Promise<readonly Segment[]>;
  /** Deletes a file that `seal` gave. @throws TurncoatError `store` */
  drop(segment: Segment): Promise<void>;
  /** Why it cannot be written now, in a sentence; `null` if it can. */
  check(): Promise<string | null>;
}

/** Appends of one write at most; a thousand callers at once cost four. */
const mostTogether = 256;

/**
 * Opens a folder of appends, or makes one.
 *
 * @throws TurncoatError `store` if it is open elsewhere, cannot be used, or is damaged elsewhere than at its end
 */
export async function openBatchLog(options: BatchLogOptions): Promise<BatchLog> {
  const folder = resolve(options.folder);
  return inStore(folder, async () => {
    await makeFolder(folder);
    const lock = await takeLock(join(folder, "lock"), await thisWriter());
    try {
      const found = await openSegments(folder);
      const lane = await segmentLane(found, { ...options, folder });
      const notices = [...lock.notices, ...found.notices];
      return batchLog(lane, { folder, notices, release: lock.release });
    } catch (error) {
      await lock.release();
      throw error;
    }
  });
}

interface OpenedFolder {
  readonly folder: string;
  readonly notices: readonly string[];
  release(): Promise<void>;
}

type Lane = Awaited<ReturnType<typeof segmentLane>>;

function batchLog(lane: Lane, { folder, notices, release }: OpenedFolder): BatchLog {
  const inTurn = serialQueue();
  const commits = groupCommit<ActionBatch>(
    (batches) => inTurn(() => inStore(folder, () => lane.write(batches))),
    mostTogether,
  );
  let closing: Promise<void> | null = null;
  const refuseIfClosed = () => {
    if (closing !== null) throw new TypeError(`the log in ${folder} is closed`);
  };
  return {
    notices,
    get conversations() {
      return lane.places.size;
    },
    async append(batch) {
      refuseIfClosed();
      await commits.add(batch);
    },
    readBatches: (conversation) =>
      inStore(folder, async () => {
        refuseIfClosed();
        const last = lane.places.last(conversation);
        return readChain(conversation, { segments: lane.segments, last });
      }),
    list: () => listFiles(folder, lane.ends()),
    seal: () => inTurn(() => inStore(folder, () => lane.seal())),
    drop: (segment) =>
      inTurn(() =>
        inStore(folder, async () => {
          // First, so that a reader who misses the file knows why.
          lane.forget(segment);
          await rm(segment.path, { force: true });
          await syncFolder(folder);
        }),
      ),
    async check() {
      if (lane.failed !== null) return `the last write to ${folder} failed: ${lane.failed}`;
      return access(folder, constants.W_OK).then(
        () => null,
        (error: unknown) => `cannot write to ${folder}: ${reasonOf(error)}`,
      );
    },
    async [Symbol.asyncDispose]() {
      closing ??= commits.settled().then(() =>
        inTurn(async () => {
          try {
            await inStore(folder, () => lane.close());
          } finally {
            await release();
          }
        }),
      );
      await closing;
    },
  };
}

/** A file and how much of it is on the disk; the whole where that is not known. */
export interface SegmentEnd {
  readonly segment: Segment;
  readonly end: number | null;
}

/** The appends of files, in order. @throws TurncoatError `store` */
export async function* listFiles(
  store: string,
  ends: readonly SegmentEnd[],
): AsyncGenerator<ActionBatch> {
  for (const { segment, end } of ends) {
    const mayBeTorn = segment === ends.at(-1)?.segment;
    const how = { mayBeTorn, read: readBatchLine };
    const lines = readSegment(segment, end === null ? how : { ...how, end });
    try {
      for (;;) {
        const step = await inStore(store, () => lines.next());
        if (step.done === true) break;
        for (const { kept } of step.value) yield kept.batch;
      }
    } finally {
      // Closes the file where the reader stopped early.
      await lines.return(0);
    }
  }
}
