import type { ActionBatch } from "../ports/index.ts";

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
  add(batch: ActionBatch): void;
}

interface Held {
  readonly batches: ActionBatch[];
  characters: number;
}

/** Per conversation, on top of the JSON of its entries. */
const characterCost = 200;

/**
 * Conversations in memory, up to so many characters of JSON in all; the one longest untouched goes first.
 *
 * @param mostCharacters  default 8 million
 */
export function recentBatches(mostCharacters = 8_000_000): RecentBatches {
  const held = new Map<string, Held>();
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

  return {
    get(conversation) {
      const one = held.get(conversation);
      if (one === undefined) return null;
      held.delete(conversation);
      held.set(conversation, one);
      return [...one.batches];
    },
    async load(conversation, read) {
      const state = { isStale: false };
      const others = loads.get(conversation) ?? new Set();
      loads.set(conversation, others.add(state));
      try {
        const batches = await read();
        const characters = batches.reduce((sum, batch) => sum + sizeOf(batch), characterCost);
        if (!state.isStale) place(conversation, { batches: [...batches], characters });
        return batches;
      } finally {
        others.delete(state);
        if (others.size === 0) loads.delete(conversation);
      }
    },
    add(batch) {
      for (const load of loads.get(batch.conversation) ?? []) load.isStale = true;
      const one = held.get(batch.conversation);
      if (one === undefined) return;
      const characters = one.characters + sizeOf(batch);
      place(batch.conversation, { batches: [...one.batches, batch], characters });
    },
  };
}

function sizeOf({ id, entries }: ActionBatch): number {
  return id.length + JSON.stringify(entries).length;
}
