import type { GuardLogEntry } from "../core/index.ts";
import type { ActionBatch } from "../ports/index.ts";
import { type WrittenBatch, writtenBatch } from "./action-batch.ts";

/** Whole conversations that were read or appended to last. */
export interface RecentBatches {
  /** All that a conversation has; `null` where that is not known here. */
  get(conversation: string): readonly ActionBatch[] | null;
  /** Reads a conversation where it is kept, and holds it unless something was appended meanwhile. */
  load(
    conversation: string,
    read: () => Promise<readonly ActionBatch[]>,
  ): Promise<readonly ActionBatch[]>;
  /** To be called once an append is kept; does nothing for a conversation that is not held. */
  add(batch: WrittenBatch): void;
}

/** How much is held. */
export interface RecentBatchesOptions {
  /** Characters of JSON in all, with {@link characterCost} for each conversation; default 4 million. */
  readonly mostCharacters?: number;
  /** Appends of which the entries are held too, for long conversations that go on; default 2,000. */
  readonly mostRead?: number;
}

interface Held {
  readonly batches: readonly WrittenBatch[];
  readonly characters: number;
}

/** Per conversation, on top of the JSON of its entries. */
const characterCost = 200;

/** Conversations in memory as text, the smallest form they have; the one longest untouched goes first. */
export function recentBatches(options: RecentBatchesOptions = {}): RecentBatches {
  const { mostCharacters = 4_000_000, mostRead = 2_000 } = options;
  const held = new Map<string, Held>();
  const read = new Map<WrittenBatch, readonly GuardLogEntry[]>();
  const loads = new Map<string, Set<{ isStale: boolean }>>();
  let total = 0;

  const remove = (conversation: string) => {
    total -= held.get(conversation)?.characters ?? 0;
    held.delete(conversation);
  };
  const place = (conversation: string, one: Held) => {
    remove(conversation);
    held.set(conversation, one);
    total += one.characters;
    for (const oldest of held.keys()) {
      if (total <= mostCharacters) return;
      remove(oldest);
    }
  };
  const withEntries = (batch: WrittenBatch): ActionBatch => {
    const { id, conversation } = batch;
    const entries = read.get(batch) ?? batch.entries;
    read.delete(batch);
    read.set(batch, entries);
    for (const oldest of read.keys()) {
      if (read.size <= mostRead) break;
      read.delete(oldest);
    }
    return { id, conversation, entries };
  };

  return {
    get(conversation) {
      const one = held.get(conversation);
      if (one === undefined) return null;
      held.delete(conversation);
      held.set(conversation, one);
      return one.batches.map(withEntries);
    },
    async load(conversation, readKept) {
      const state = { isStale: false };
      const others = loads.get(conversation) ?? new Set();
      loads.set(conversation, others.add(state));
      try {
        const batches = await readKept();
        if (state.isStale) return batches;
        const written = batches.map(writtenBatch);
        const characters = written.reduce((sum, batch) => sum + sizeOf(batch), characterCost);
        place(conversation, { batches: written, characters });
        return batches;
      } finally {
        others.delete(state);
        if (others.size === 0) loads.delete(conversation);
      }
    },
    add(batch) {
      const { conversation } = batch;
      for (const load of loads.get(conversation) ?? []) load.isStale = true;
      const one = held.get(conversation);
      if (one === undefined) return;
      const characters = one.characters + sizeOf(batch);
      place(conversation, { batches: [...one.batches, batch], characters });
    },
  };
}

function sizeOf({ id, text }: WrittenBatch): number {
  return id.length + text.length;
}
