import type { TranscriptPart } from "../../core/index.ts";
import type { EditedConversation, WireMessage } from "../wire-conversation.ts";

/** What must stay together, and what must stay. */
export interface MessageBonds {
  /** For each message the indices of all that it is bound to, itself included, in order. */
  readonly groups: readonly (readonly number[])[];
  /** Messages that are never left out. */
  readonly fixed: ReadonlySet<number>;
}

/**
 * A tool's call is bound to its results, and in the Responses API reasoning to what follows it in the same
 * turn of the model (each is refused without the other). Fixed are system prompts before the first message
 * that is none, the last message of the user, results whose call is not in the request, and what stands for
 * history that is not in the request (references, compactions).
 */
export function bondsOf({ format, messages }: EditedConversation): MessageBonds {
  const leaders = messages.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let at = index;
    for (;;) {
      const next = leaders[at] ?? at;
      if (next === at) return at;
      leaders[at] = leaders[next] ?? next;
      at = next;
    }
  };
  const bind = (a: number, b: number) => {
    const [low, high] = [leaderOf(a), leaderOf(b)].toSorted((x, y) => x - y);
    if (low !== undefined && high !== undefined) leaders[high] = low;
  };
  const fixed = new Set(fixedOf(messages));
  bindCalls(messages, { bind, fixed });
  if (format === "openai-responses") bindReasoning(messages, bind);
  return { groups: groupsOf(messages.map((_, index) => leaderOf(index))), fixed };
}

function groupsOf(leaders: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const [index, leader] of leaders.entries()) {
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [index]);
    else group.push(index);
  }
  return leaders.map((leader) => groups.get(leader) ?? []);
}

/** Items that stand for history of which the request holds no copy. */
const standsForMore = new Set(["item_reference", "compaction", "compaction_trigger", "prompt"]);

function fixedOf(messages: readonly WireMessage[]): readonly number[] {
  const firstOther = messages.findIndex(({ message }) => message.role !== "system");
  const lastUser = messages.findLastIndex(({ message }) => message.role === "user");
  return messages.flatMap(({ message, element }, index) => {
    const isPrompt = element === null || firstOther === -1 || index < firstOther;
    const isMore = message.parts.some(
      (part) => part.kind === "other" && standsForMore.has(part.type),
    );
    return isPrompt || isMore || index === lastUser ? [index] : [];
  });
}

function bindCalls(
  messages: readonly WireMessage[],
  { bind, fixed }: { readonly bind: (a: number, b: number) => void; readonly fixed: Set<number> },
): void {
  const calls = new Map<string | null, number>();
  for (const [index, { message }] of messages.entries()) {
    // A result without an id, as of the old function calls, belongs to the model's last message.
    if (message.role === "assistant") calls.set(null, index);
    for (const callId of callIdsIn(message.parts, "tool-call")) calls.set(callId, index);
    for (const callId of callIdsIn(message.parts, "tool-result")) {
      const call = calls.get(callId);
      if (call === undefined) fixed.add(index);
      else bind(index, call);
    }
  }
}

function callIdsIn(
  parts: readonly TranscriptPart[],
  kind: "tool-call" | "tool-result",
): readonly (string | null)[] {
  return parts.flatMap((part) => (part.kind === kind && "callId" in part ? [part.callId] : []));
}

function bindReasoning(
  messages: readonly WireMessage[],
  bind: (a: number, b: number) => void,
): void {
  let isBound = false;
  for (const [index, { message }] of messages.entries()) {
    if (message.role !== "assistant") isBound = false;
    else if (isBound) bind(index - 1, index);
    if (message.role === "assistant" && message.parts.some(({ kind }) => kind === "reasoning")) {
      isBound = true;
    }
  }
}
