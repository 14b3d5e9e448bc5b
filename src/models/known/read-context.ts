import type { Item } from "../../core/index.ts";
import { seedFor } from "../../math/index.ts";
import type { ChatMessage } from "../../ports/index.ts";
import type { BankIndex, KnownReply } from "./bank-index.ts";

/** One assistant turn of the record. */
export interface ReadTurn {
  readonly reply: KnownReply;
  /** Hash of the subject's seed and everything before the reply, its question included. */
  readonly prefix: number;
}

/** What a subject gets out of the messages it is shown. */
export interface ReadContext {
  readonly turns: readonly ReadTurn[];
  /** Hash of the subject's seed and the whole context: the prefix of the turn that comes next. */
  readonly hash: number;
  /** The bank question that stands last; `null` when it is none of theirs. */
  readonly asked: Item | null;
}

/** Reads a conversation: which replies it holds, and what is asked now. */
export function readContext(
  messages: readonly ChatMessage[],
  bank: BankIndex,
  seed: number,
): ReadContext {
  const turns: ReadTurn[] = [];
  let hash = seedFor(seed, "context");
  for (const { role, content } of messages) {
    if (role === "assistant") turns.push({ reply: bank.reply(content), prefix: hash });
    // The role also parts one message from the next.
    hash = seedFor(seedFor(hash, role), content);
  }
  const last = messages.at(-1);
  return { turns, hash, asked: last?.role === "user" ? bank.asked(last.content) : null };
}

/** Whether an unwanted reply stands anywhere in the record. */
export function hasSlip({ turns }: ReadContext): boolean {
  return turns.some(({ reply }) => reply.kind === "unwanted");
}
