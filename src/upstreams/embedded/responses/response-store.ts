import type { ChatMessage } from "../../../ports/index.ts";

/** A reply that a later request may go on from. */
export interface StoredResponse {
  readonly id: string;
  /** Everything said up to and including the reply, instructions left out: they hold for one request. */
  readonly said: readonly ChatMessage[];
  /** Id of the reply's message, by which a later request may name it. */
  readonly itemId: string;
  readonly text: string;
}

/** Replies by id, in memory; of too many, those not used for longest are forgotten. */
export interface ResponseStore {
  /** `null` for one that is not known, or forgotten. */
  get(id: string): StoredResponse | null;
  /** The text of a reply's message by the message's id. */
  item(itemId: string): string | null;
  put(response: StoredResponse): void;
}

/** Bounds of a store. */
export interface ResponseStoreOptions {
  readonly maxResponses: number;
  /** Of the conversations kept, each counted whole: an upper bound, as those of one chain share their texts. */
  readonly maxCharacters: number;
}

export function responseStore({
  maxResponses,
  maxCharacters,
}: ResponseStoreOptions): ResponseStore {
  // In the order of their last use.
  const kept = new Map<string, { readonly response: StoredResponse; readonly size: number }>();
  const items = new Map<string, string>();
  let characters = 0;
  const forget = (id: string) => {
    const found = kept.get(id);
    if (found === undefined) return;
    kept.delete(id);
    items.delete(found.response.itemId);
    characters -= found.size;
  };
  const use = (id: string): StoredResponse | null => {
    const found = kept.get(id);
    if (found === undefined) return null;
    kept.delete(id);
    kept.set(id, found);
    return found.response;
  };
  return {
    get: use,
    item(itemId) {
      const id = items.get(itemId);
      return id === undefined ? null : (use(id)?.text ?? null);
    },
    put(response) {
      const size = response.said.reduce((sum, { content }) => sum + content.length, 0);
      forget(response.id);
      kept.set(response.id, { response, size });
      items.set(response.itemId, response.id);
      characters += size;
      for (const id of kept.keys()) {
        if (kept.size <= maxResponses && characters <= maxCharacters) break;
        forget(id);
      }
    },
  };
}
