import { resolve } from "node:path";
import type { ActionBatch, AuditLog } from "../ports/index.ts";
import { newBatch } from "./action-batch.ts";
import { type BatchLogOptions, listFiles, openBatchLog } from "./batch-log.ts";
import { recentBatches } from "./recent-batches.ts";
import { listSegments } from "./segment-files.ts";
import { inStore } from "./store-failure.ts";

/** An action log in a folder. */
export interface FileActionLog extends AuditLog {
  /** What was repaired or taken over on opening, in words; empty when nothing. */
  readonly notices: readonly string[];
  /** Conversations known; each costs at most 40 bytes of memory, however long it is. */
  readonly conversations: number;
}

/**
 * Opens an action log in a folder, or makes one: checksummed lines in `actions-<number>-<day>.jsonl`, one
 * process at a time. Appends at once share one write to the disk. Old files may be taken away while it is
 * closed: conversations then begin after them.
 *
 * @throws TurncoatError `store` if it is open elsewhere, cannot be used, or is damaged elsewhere than at its end
 */
export async function openFileActionLog(options: BatchLogOptions): Promise<FileActionLog> {
  const log = await openBatchLog(options);
  const recent = recentBatches();
  const batchesOf = async (conversation: string): Promise<readonly ActionBatch[]> =>
    recent.get(conversation) ??
    (await recent.load(conversation, () => log.readBatches(conversation)));
  return {
    notices: log.notices,
    get conversations() {
      return log.conversations;
    },
    async read(conversation) {
      return (await batchesOf(conversation)).flatMap(({ entries }) => entries);
    },
    async append(conversation, entries) {
      const batch = newBatch(conversation, entries);
      if (entries.length === 0) return;
      await log.append(batch);
      recent.add(batch);
    },
    list: () => log.list(),
    check: () => log.check(),
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

/**
 * Every append in a folder of an action log, in order, also while another process writes to it.
 *
 * @throws TurncoatError `store` if the folder cannot be read or is damaged
 */
export async function* listActionFiles(folder: string): AsyncGenerator<ActionBatch> {
  const place = resolve(folder);
  const segments = await inStore(place, () => listSegments(place));
  yield* listFiles(
    place,
    segments.map((segment) => ({ segment, end: null })),
  );
}
