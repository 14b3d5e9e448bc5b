import { TurncoatError } from "../core/index.ts";
import { type BeliefSource, beliefSource } from "./belief-source.ts";
import { type ConversationLog, conversationLog } from "./conversation-log.ts";
import { type EvidenceSource, evidenceSource } from "./evidence-source.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type KeyedQueue, keyedQueue } from "./keyed-queue.ts";

/** What the steps of one guard share. */
export interface GuardTools {
  readonly parts: GuardParts;
  readonly log: ConversationLog;
  readonly source: EvidenceSource;
  readonly believe: BeliefSource;
  readonly queue: KeyedQueue;
}

/** Puts a guard's tools together; nothing is opened. */
export function guardTools(parts: GuardParts): GuardTools {
  return {
    parts,
    log: conversationLog(parts),
    source: evidenceSource(parts),
    believe: beliefSource(parts),
    queue: keyedQueue(),
  };
}

/** @throws TurncoatError `cancelled` once the signal has aborted */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new TurncoatError("cancelled", { kind: "cancelled" });
}

/** The time as the log writes it. */
export function timeOf({ now }: Pick<GuardParts, "now">): string {
  return new Date(now()).toISOString();
}
