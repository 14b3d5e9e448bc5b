import type { Remedy } from "./policy.ts";
import type { Exchange } from "./wire/exchanges.ts";
import type { WireMessage } from "./wire-conversation.ts";

/** A conversation that something may be done about, before its next reply. */
export interface Remediable {
  /** As the client sent it, before any edit. */
  readonly messages: readonly WireMessage[];
  /** In order, the last one holding the request that waits for its reply. What is in none is never left out. */
  readonly exchanges: readonly Exchange[];
  /** Index of the assistant message at which it turned; null where it lies before `messages`, or nowhere. */
  readonly flipAt: number | null;
  /** Messages that edits in force leave out already. */
  readonly dropped: ReadonlySet<number>;
  /** Messages after which edits in force put an inoculation. */
  readonly inoculated: ReadonlySet<number>;
  /** Whether edits can be made at all: false for hooks, and where the vendor keeps the history. */
  readonly isEditable: boolean;
}

/** Whether a remedy can be carried out here, or why not, as a clause for people. */
export type Feasibility =
  | { readonly kind: "can"; readonly exchanges: readonly Exchange[] }
  | { readonly kind: "cannot"; readonly why: string };

/**
 * What a remedy would touch, or why it cannot be.
 *
 * An inoculation goes after the last message of the user or of a tool, so that nothing before signed content
 * changes. A rewind leaves out whole exchanges from the one that turned on; a clear all but system messages and the
 * pending exchange. Neither is possible when the pending exchange holds signed content, which binds what precedes it. A
 * rewind would hide from the model what its tools have done, so it is not possible where they have acted; a
 * clear is, and says what survives.
 */
export function feasibility(remedy: Remedy, conversation: Remediable): Feasibility {
  switch (remedy) {
    case "none":
      return { kind: "can", exchanges: [] };
    case "inoculate":
      return inoculable(conversation);
    case "rewind":
      return rewindable(conversation);
    case "clear":
      return droppable(conversation, conversation.exchanges.slice(0, -1));
  }
}

/** Index of the message that an inoculation would follow; null where there is none. */
export function tailOf({ messages, exchanges }: Remediable): number | null {
  const start = exchanges.at(-1)?.start ?? 0;
  const at = messages.findLastIndex(({ message }) => isSaidToModel(message.role));
  const isBound = messages.slice(at + 1).some(({ isSigned }) => isSigned);
  return at < start || isBound ? null : at;
}

function isSaidToModel(role: WireMessage["message"]["role"]): boolean {
  return role === "user" || role === "tool";
}

function inoculable(conversation: Remediable): Feasibility {
  const at = tailOf(conversation);
  if (at === null) return cannot("there is no message of the user that a text could be put after");
  if (conversation.inoculated.has(at)) return cannot("it is inoculated at its end already");
  return { kind: "can", exchanges: [] };
}

function rewindable(conversation: Remediable): Feasibility {
  const { exchanges, flipAt } = conversation;
  if (flipAt === null) return cannot("it turned before the messages that are here");
  const from = exchanges.findIndex(({ start, end }) => start <= flipAt && flipAt < end);
  if (from < 0) return cannot("no exchange holds the turn at which it turned");
  if (from === exchanges.length - 1)
    return cannot("it turned in the exchange that is not finished");
  const found = droppable(conversation, exchanges.slice(from, -1));
  if (found.kind === "cannot") return found;
  const acted = actedIn(found.exchanges);
  if (acted.length === 0) return found;
  return cannot(`${acted.join(", ")} acted in it, and the model would not know`);
}

function droppable({ exchanges, dropped }: Remediable, asked: readonly Exchange[]): Feasibility {
  if (exchanges.at(-1)?.isSigned === true) {
    return cannot("signed content in the pending exchange binds what precedes it");
  }
  const left = asked.filter(({ start, end }) => !isDropped(start, end, dropped));
  if (left.length === 0) return cannot("there is nothing before the pending message to leave out");
  return { kind: "can", exchanges: left };
}

function isDropped(start: number, end: number, dropped: ReadonlySet<number>): boolean {
  for (let index = start; index < end; index++) if (!dropped.has(index)) return false;
  return true;
}

/** Names of the tools that have acted in some exchanges, each once, in order. */
export function actedIn(exchanges: readonly Exchange[]): string[] {
  return [...new Set(exchanges.flatMap(({ acted }) => acted))];
}

function cannot(why: string): Feasibility {
  return { kind: "cannot", why };
}
