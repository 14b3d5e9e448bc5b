import type { TranscriptMessage } from "../../core/index.ts";
import type { CallGroup, HeldCall } from "./call-groups.ts";
import { type MessageDraft, messageOf } from "./chain.ts";

/** One conversation of a group, as a tree. */
export interface CallThread {
  readonly messages: readonly TranscriptMessage[];
  /** Id of the last reply, or of the last message if it got none; `null` without messages. */
  readonly leaf: string | null;
}

/** How many of a group's conversations are searched for the one that a call goes on with, newest first. */
const maxSearched = 100;

interface Node {
  /** Place of the message in the group. */
  readonly place: number;
  readonly parent: Node | null;
  /** System messages that were new when it was said. */
  readonly lead: readonly number[];
  readonly children: Map<number, Node>;
  readonly call: HeldCall;
  readonly isReply: boolean;
}

interface Thread {
  readonly roots: Map<number, Node>;
  readonly nodes: Node[];
  system: readonly number[];
  leaf: Node | null;
}

/** A call taken apart. */
interface Asked {
  readonly call: HeldCall;
  readonly system: readonly number[];
  /** Without the system messages in front. */
  readonly body: readonly number[];
}

/**
 * The conversations that a group's calls make, calls in order of time. Each call is laid over what is there:
 *
 * 1. its history begins as a known conversation does: what is new is added where they part, so repeats
 *    vanish, and a history that was changed becomes a branch;
 * 2. its history begins inside a known conversation and reaches its end (the client cut off the start): what
 *    is new is added at the end;
 * 3. it has no history, and the group is a named conversation (the server keeps it): it is added at the end;
 * 4. otherwise it is a conversation of its own: another agent, a summary.
 */
export function callThreads(group: CallGroup): readonly CallThread[] {
  const threads: Thread[] = [];
  const roleAt = (place: number) => group.messages[place]?.role ?? "system";
  for (const call of inOrder(group.calls)) {
    const start = call.input.findIndex((place) => roleAt(place) !== "system");
    // Nothing but system messages, and no reply to them: those are all that was said.
    const end = start >= 0 ? start : call.replies.length > 0 ? call.input.length : 0;
    const asked = { call, system: call.input.slice(0, end), body: call.input.slice(end) };
    if (asked.body.length + call.replies.length > 0) addCall(asked, { threads, group });
  }
  return threads.map((thread) => threadOf(thread, group));
}

/** Calls that matter, by time; a call without one stays behind the call before it. */
function inOrder(calls: readonly HeldCall[]): readonly HeldCall[] {
  const real = new Set(calls.flatMap(({ isStandIn, scope }) => (isStandIn ? [] : [scope])));
  let last = "";
  return calls
    .filter(({ isStandIn, scope }) => !isStandIn || !real.has(scope))
    .map((call) => {
      last = call.sortTime ?? last;
      return { call, time: last };
    })
    .sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))
    .map(({ call }) => call);
}

interface Group {
  readonly threads: Thread[];
  readonly group: CallGroup;
}

function addCall(asked: Asked, { threads, group }: Group): void {
  const isAssistant = (place: number) => group.messages[place]?.role === "assistant";
  const { thread, after, left } = placeFor(asked, threads, { isAssistant, isNamed: group.isNamed });
  if (thread.nodes.length === 0) threads.push(thread);
  let end = after;
  let lead = sameList(asked.system, thread.system) ? [] : asked.system;
  const add = (place: number, isReply: boolean) => {
    const siblings = end?.children ?? thread.roots;
    const known = siblings.get(place);
    if (known !== undefined) return known;
    const node = { place, parent: end, lead, children: new Map(), call: asked.call, isReply };
    siblings.set(place, node);
    thread.nodes.push(node);
    return node;
  };
  for (const place of left) {
    end = add(place, false);
    lead = [];
  }
  const [first] = asked.call.replies.map((place) => add(place, true));
  thread.leaf = first ?? end ?? thread.leaf;
  if (asked.system.length > 0) thread.system = asked.system;
}

interface Place {
  readonly thread: Thread;
  /** The message that what is new follows; `null` at the start. */
  readonly after: Node | null;
  /** What is new of the input. */
  readonly left: readonly number[];
}

interface Rules {
  readonly isAssistant: (place: number) => boolean;
  readonly isNamed: boolean;
}

function placeFor(asked: Asked, threads: readonly Thread[], rules: Rules): Place {
  const newest = threads.slice(-maxSearched).reverse();
  return (
    longestStart(asked, newest, rules) ??
    continued(asked, newest, rules) ??
    answered(asked, newest, rules) ?? {
      thread: { roots: new Map(), nodes: [], system: [], leaf: null },
      after: null,
      left: asked.body,
    }
  );
}

function longestStart(
  { system, body }: Asked,
  threads: readonly Thread[],
  { isAssistant }: Rules,
): Place | null {
  let best: Place | null = null;
  for (const thread of threads) {
    let after: Node | null = null;
    let known = 0;
    let next = thread.roots.get(body[0] ?? -1);
    while (next !== undefined) {
      after = next;
      known += 1;
      next = next.children.get(body[known] ?? -1);
    }
    // Under another system prompt the same question does not make it the same conversation; a reply does.
    const isSame = sameList(system, thread.system) || body.slice(0, known).some(isAssistant);
    if (known > 0 && isSame && (best === null || known > body.length - best.left.length)) {
      best = { thread, after, left: body.slice(known) };
    }
  }
  return best;
}

function continued(
  { body }: Asked,
  threads: readonly Thread[],
  { isAssistant }: Rules,
): Place | null {
  if (!body.some(isAssistant)) return null;
  for (const thread of threads) {
    const known = overlap(pathTo(thread.leaf), body);
    if (body.slice(0, known).some(isAssistant)) {
      return { thread, after: thread.leaf, left: body.slice(known) };
    }
  }
  return null;
}

function answered(
  { system, body }: Asked,
  threads: readonly Thread[],
  { isAssistant, isNamed }: Rules,
): Place | null {
  if (!isNamed || body.some(isAssistant)) return null;
  const thread = threads.find(
    (one) => system.length === 0 || one.system.length === 0 || sameList(system, one.system),
  );
  return thread === undefined ? null : { thread, after: thread.leaf, left: body };
}

/** How many of the first elements of `next` are the last of `path`, at most. Knuth, Morris and Pratt. */
function overlap(path: readonly number[], next: readonly number[]): number {
  const fallback: number[] = [0];
  const step = (known: number, place: number | undefined) => {
    let length = known;
    while (length > 0 && (length === next.length || place !== next[length])) {
      length = fallback[length - 1] ?? 0;
    }
    return place === next[length] ? length + 1 : length;
  };
  for (const place of next.slice(1)) fallback.push(step(fallback.at(-1) ?? 0, place));
  return path.reduce(step, 0);
}

function pathTo(leaf: Node | null): readonly number[] {
  const path: number[] = [];
  for (let node = leaf; node !== null; node = node.parent) path.push(node.place);
  return path.reverse();
}

function sameList(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((place, index) => place === other[index]);
}

function threadOf({ nodes, leaf }: Thread, group: CallGroup): CallThread {
  const ids = new Map<Node, string>();
  const messages: TranscriptMessage[] = [];
  for (const node of nodes) {
    let last = node.parent === null ? null : (ids.get(node.parent) ?? null);
    for (const place of [...node.lead, node.place]) {
      const id = `m${messages.length}`;
      messages.push(messageOf({ ...draftOf(node, place, group), id, parent: last }));
      last = id;
    }
    ids.set(node, last ?? "");
  }
  return { messages, leaf: leaf === null ? null : (ids.get(leaf) ?? null) };
}

/** A message with what the call says of it. */
function draftOf({ call, isReply }: Node, place: number, { messages }: CallGroup): MessageDraft {
  const draft = messages[place] ?? { role: "system", parts: [] };
  const { line, startedAt, endedAt, facts } = call;
  if (!isReply || draft.role === "system") return { ...draft, at: startedAt, line };
  return { ...draft, at: endedAt, line, extra: { ...draft.extra, ...facts } };
}
