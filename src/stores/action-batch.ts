import { randomUUID } from "node:crypto";
import type { GuardLogEntry } from "../core/index.ts";
import type { ActionBatch } from "../ports/index.ts";
import { plainJson } from "./plain-json.ts";

/** An append that has been written as JSON already. */
export interface WrittenBatch extends ActionBatch {
  /** Its entries as JSON; `entries` gives new ones from it each time. */
  readonly text: string;
}

/**
 * An append as it is at this moment: what the caller changes later does not change it.
 *
 * @throws TypeError if an entry is not plain JSON
 */
export function newBatch(conversation: string, entries: readonly GuardLogEntry[]): WrittenBatch {
  return batchFrom({ id: randomUUID(), conversation, text: plainJson(entries) });
}

/** An append as text, which takes a third of the memory that its entries would. */
export function writtenBatch(batch: ActionBatch | WrittenBatch): WrittenBatch {
  if ("text" in batch) return batch;
  const { id, conversation, entries } = batch;
  return batchFrom({ id, conversation, text: plainJson(entries) });
}

function batchFrom({ id, conversation, text }: Omit<WrittenBatch, "entries">): WrittenBatch {
  return {
    id,
    conversation,
    text,
    get entries(): readonly GuardLogEntry[] {
      return JSON.parse(text);
    },
  };
}
