import type { ActionBatch } from "../ports/index.ts";
import { newBatch } from "./action-batch.ts";
import type { ReplayableLog } from "./replayable-log.ts";

/** What a memory log keeps: the disk of a log without one. */
export interface ActionMemory {
  readonly batches: ActionBatch[];
  readonly ids: Set<string>;
  readonly byConversation: Map<string, ActionBatch[]>;
}

/** A memory with nothing in it. */
export function emptyActionMemory(): ActionMemory {
  return { batches: [], ids: new Set(), byConversation: new Map() };
}

/**
 * An action log that ends with the process, for tests and for middlewares that keep nothing. It grows with
 * every append.
 *
 * @param memory  hand in the memory of an earlier log to go on with it
 */
export function memoryActionLog(memory: ActionMemory = emptyActionMemory()): ReplayableLog {
  const add = (batch: ActionBatch) => {
    if (batch.entries.length === 0 || memory.ids.has(batch.id)) return;
    memory.ids.add(batch.id);
    memory.batches.push(batch);
    const known = memory.byConversation.get(batch.conversation);
    if (known === undefined) memory.byConversation.set(batch.conversation, [batch]);
    else known.push(batch);
  };
  const batchesOf = (conversation: string) => [...(memory.byConversation.get(conversation) ?? [])];
  return {
    store: "memory",
    read: async (conversation) => batchesOf(conversation).flatMap(({ entries }) => entries),
    readBatches: async (conversation) => batchesOf(conversation),
    append: async (conversation, entries) => add(newBatch(conversation, entries)),
    async appendBatches(batches) {
      for (const batch of batches) add(batch);
    },
    async *list() {
      yield* [...memory.batches];
    },
    check: async () => null,
    async [Symbol.asyncDispose]() {},
  };
}
