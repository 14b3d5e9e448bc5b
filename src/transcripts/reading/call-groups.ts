import { createHash } from "node:crypto";
import type { MessageDraft } from "./chain.ts";
import { messageKey } from "./message-key.ts";

/** One call of a model, as a trace records it: the whole history often stands in every one. */
export interface ModelCall {
  /** Calls of the same group make a conversation. */
  readonly group: string;
  /** Whether the group is a conversation that its application named, not just a trace. */
  readonly isNamed: boolean;
  /** The trace. A stand-in call is dropped where a real one of the same trace says more. */
  readonly scope: string;
  /** Whether it repeats what its inner calls did: an agent's span, a trace's own input and output. */
  readonly isStandIn: boolean;
  /** When it began, as text that sorts by time; `null` where the log does not say. */
  readonly sortTime: string | null;
  /** When it began and ended, ISO 8601. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** What the model was shown, system messages first. */
  readonly input: readonly MessageDraft[];
  /** What it replied, each in place of the others. */
  readonly replies: readonly MessageDraft[];
  /** Line of the file; `null` in one document. */
  readonly line: number | null;
  /** What the trace says of the call itself; goes to its replies. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** What the trace says of the conversation, kept once; `null` for nothing. */
  readonly note: Readonly<Record<string, unknown>> | null;
}

/** A call whose messages are kept once in its group. */
export interface HeldCall extends Omit<ModelCall, "input" | "replies"> {
  /** Places in the group's messages. */
  readonly input: readonly number[];
  readonly replies: readonly number[];
}

/** The calls of one conversation, in order of the file. */
export interface CallGroup {
  readonly key: string;
  readonly isNamed: boolean;
  /** Every message once, however many calls repeat it. */
  readonly messages: readonly MessageDraft[];
  readonly calls: readonly HeldCall[];
}

interface OpenGroup extends CallGroup {
  readonly messages: MessageDraft[];
  readonly calls: HeldCall[];
  readonly places: Map<string, number>;
  /** Characters, about. */
  size: number;
}

/** What a group, a message or a call takes beside its text, in characters. */
const overhead = 400;

/** About how many characters are held while conversations are being put together: 16 Mi. */
const maxHeldCharacters = 16 * 1024 * 1024;

/** Groups calls as they come in. */
export interface CallGroups {
  /** Takes a call; gives the groups that had to be closed to stay within the limit, oldest first. */
  add(call: ModelCall): readonly CallGroup[];
  /** The groups that are left, in order of their first call. */
  rest(): readonly CallGroup[];
}

/**
 * Groups calls by conversation, wherever in the file they stand. A message that many calls repeat is held
 * once. Beyond `maxCharacters` the group that got no call for the longest time is given out; a call that
 * comes for it later starts another. One conversation larger than the limit is held whole.
 */
export function callGroups(maxCharacters = maxHeldCharacters): CallGroups {
  // In order of the last call.
  const groups = new Map<string, OpenGroup>();
  const order = new Map<string, number>();
  let size = 0;
  let count = 0;

  const close = (group: OpenGroup) => {
    groups.delete(group.key);
    order.delete(group.key);
    size -= group.size;
    return group;
  };

  return {
    add(call) {
      const group = groups.get(call.group) ?? newGroup(call);
      groups.delete(group.key);
      groups.set(group.key, group);
      if (!order.has(group.key)) order.set(group.key, count++);
      const before = group.size;
      hold(group, call);
      size += group.size - before;
      const closed: CallGroup[] = [];
      for (const oldest of groups.values()) {
        if (size <= maxCharacters || oldest === group) break;
        closed.push(close(oldest));
      }
      return closed;
    },
    rest: () =>
      [...groups.values()].sort(
        (one, other) => (order.get(one.key) ?? 0) - (order.get(other.key) ?? 0),
      ),
  };
}

function newGroup({ group, isNamed }: ModelCall): OpenGroup {
  return { key: group, isNamed, messages: [], calls: [], places: new Map(), size: overhead };
}

function hold(group: OpenGroup, { input, replies, ...call }: ModelCall): void {
  const placeOf = (draft: MessageDraft, isReply: boolean) => {
    const whole = messageKey(draft);
    const key = whole.length > 200 ? createHash("sha256").update(whole).digest("base64") : whole;
    const known = group.places.get(key);
    if (known === undefined) {
      group.places.set(key, group.messages.length);
      group.size += whole.length + overhead;
      return group.messages.push(draft) - 1;
    }
    // The reply itself says more than its copy in a later call's history.
    if (isReply) group.messages[known] = draft;
    return known;
  };
  const noted = JSON.stringify([call.facts, call.note]).length;
  group.size += noted + overhead + 8 * (input.length + replies.length);
  group.calls.push({
    ...call,
    input: input.map((draft) => placeOf(draft, false)),
    replies: replies.map((draft) => placeOf(draft, true)),
  });
}
