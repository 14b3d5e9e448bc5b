import { randomUUID } from "node:crypto";
import type { GuardLogEntry } from "../core/index.ts";
import type { ActionBatch } from "../ports/index.ts";
import { plainJson } from "./plain-json.ts";

/** An append that has been written as JSON already. A class: objects with getters of their own take several times the room. */
export class WrittenBatch implements ActionBatch {
  readonly id: string;
  readonly conversation: string;
  /** Its entries as JSON. */
  readonly text: string;

  constructor(id: string, conversation: string, text: string) {
    this.id = id;
    this.conversation = conversation;
    this.text = text;
  }

  /** New ones each time. */
  get entries(): readonly GuardLogEntry[] {
    return JSON.parse(this.text);
  }
}

/**
 * An append as it is at this moment: what the caller changes later does not change it.
 *
 * @throws TypeError if an entry is not plain JSON
 */
export function newBatch(conversation: string, entries: readonly GuardLogEntry[]): WrittenBatch {
  return new WrittenBatch(randomUUID(), conversation, plainJson(entries));
}

/** An append as text, which takes a third of the memory that its entries would. */
export function writtenBatch(batch: ActionBatch): WrittenBatch {
  if (batch instanceof WrittenBatch) return batch;
  return new WrittenBatch(batch.id, batch.conversation, plainJson(batch.entries));
}
