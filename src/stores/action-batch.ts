import { randomUUID } from "node:crypto";
import type { GuardLogEntry } from "../core/index.ts";
import type { ActionBatch } from "../ports/index.ts";
import { plainJson } from "./plain-json.ts";

/**
 * An append as it is at this moment: what the caller changes later does not change it.
 *
 * @throws TypeError if an entry is not plain JSON
 */
export function newBatch(conversation: string, entries: readonly GuardLogEntry[]): ActionBatch {
  plainJson(entries);
  return { id: randomUUID(), conversation, entries: structuredClone(entries) };
}
