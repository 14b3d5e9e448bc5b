import type { ActionBatch } from "../ports/index.ts";
import { openBatchLog } from "./batch-log.ts";
import { listFile, type Segment } from "./segment-files.ts";

type Deliver = (batches: readonly ActionBatch[]) => Promise<void>;

/** Appends that wait for their log, in files, in order. */
export interface ActionSpool extends AsyncDisposable {
  /** Appends that wait. */
  readonly waiting: number;
  has(conversation: string): boolean;
  /** Durable once it resolves. @throws TurncoatError `store` */
  add(batch: ActionBatch): Promise<void>;
  /** What waits of a conversation; may hold some that were just delivered. @throws TurncoatError `store` */
  read(conversation: string): Promise<readonly ActionBatch[]>;
  /** All that waits, in order. @throws TurncoatError `store` */
  list(): AsyncIterable<ActionBatch>;
  /**
   * Hands over what waits, in order, until nothing does; what was handed over goes. It stops at the first
   * failure of `deliver`, and goes on there the next time. One call at a time.
   */
  drain(deliver: Deliver): Promise<void>;
  /** Why it cannot be written, in a sentence; `null` if it can. */
  check(): Promise<string | null>;
}

/** Appends that are handed over at once. */
const mostTogether = 200;

/**
 * Opens a spool, or makes one; what an earlier process left there waits still. In memory it keeps a count a
 * conversation that waits, never entries.
 *
 * @throws TurncoatError `store` if the folder is open elsewhere or cannot be used
 */
export async function openActionSpool(folder: string): Promise<ActionSpool> {
  const log = await openBatchLog({ folder });
  const counts = new Map<string, number>();
  let waiting = 0;
  // What of a file was handed over before a failure is not handed over, nor counted, again.
  let progress = { segment: 0, done: 0 };
  const count = (conversation: string, change: 1 | -1) => {
    waiting += change;
    const rest = (counts.get(conversation) ?? 0) + change;
    if (rest > 0) counts.set(conversation, rest);
    else counts.delete(conversation);
  };
  for await (const { conversation } of log.list()) count(conversation, 1);

  const handOver = async (segment: Segment, deliver: Deliver) => {
    if (progress.segment !== segment.number) progress = { segment: segment.number, done: 0 };
    for await (const batches of inGroups(listFile(segment), progress.done)) {
      await deliver(batches);
      progress.done += batches.length;
      for (const { conversation } of batches) count(conversation, -1);
    }
    await log.drop(segment);
  };

  return {
    get waiting() {
      return waiting;
    },
    has: (conversation) => counts.has(conversation),
    async add(batch) {
      // Before it is written, so that a later append of the conversation cannot overtake it.
      count(batch.conversation, 1);
      try {
        await log.append(batch);
      } catch (error) {
        count(batch.conversation, -1);
        throw error;
      }
    },
    async read(conversation) {
      if (!counts.has(conversation)) return [];
      return log.readBatches(conversation);
    },
    list: () => log.list(),
    async drain(deliver) {
      for (;;) {
        const segments = await log.seal();
        if (segments.length === 0) return;
        for (const segment of segments) await handOver(segment, deliver);
      }
    },
    check: () => log.check(),
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

async function* inGroups(
  batches: AsyncIterable<ActionBatch>,
  skipped: number,
): AsyncGenerator<ActionBatch[]> {
  let group: ActionBatch[] = [];
  let place = 0;
  for await (const batch of batches) {
    place += 1;
    if (place > skipped) group.push(batch);
    if (group.length < mostTogether) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
