import { offProfileProbability } from "../contain/index.ts";
import { type Evidence, type TranscriptMessage, textOf } from "../core/index.ts";
import { type BoundedMap, boundedMap } from "./bounded-map.ts";
import { conversationKey, pendingLink } from "./conversation-keys.ts";
import { memoOf } from "./conversation-memo.ts";
import { type ConversationView, conversationView, emptyState } from "./conversation-view.ts";
import { notReadYet, readTurns, type WantedTurn } from "./evidence-source.ts";
import type { GuardedConversation, Judgement } from "./guard.ts";
import { type GuardTools, stopIfCancelled } from "./guard-tools.ts";
import { toolCallWords } from "./tool-call-words.ts";

/** Evidence of pending replies by place and wording: a reply that is asked about again costs nothing. */
export type PendingReplies = BoundedMap<Evidence>;

/** Parts of streams are asked about too, so that these are many and short-lived. */
export const pendingReplies = (): PendingReplies => boundedMap<Evidence>(5_000);

interface Pending {
  readonly conversation: GuardedConversation;
  readonly reply: readonly TranscriptMessage[];
  readonly signal?: AbortSignal | undefined;
}

/** See {@link Guard.judge}. */
export async function judge(
  tools: GuardTools,
  { conversation, reply, signal }: Pending,
  pending: PendingReplies,
): Promise<Judgement> {
  stopIfCancelled(signal);
  const { parts } = tools;
  const seen = memoOf(conversation).view;
  const view = seen?.of === tools ? seen.view : await freshView(tools, conversation);
  const wanted = pendingTurns(view, reply, parts.digest);
  const unread = wanted.filter(({ link }) => pending.get(link) === undefined);
  const { evidence, ms } = await readTurns(unread, { onFull: "wait", signal }, parts);
  const fresh = new Map<string, Evidence>();
  for (const [place, { link }] of unread.entries()) {
    const one = evidence[place] ?? notReadYet;
    fresh.set(link, one);
    if (one.kind === "evidence") pending.set(link, one);
  }
  const all = wanted.map(({ link }) => fresh.get(link) ?? pending.get(link) ?? notReadYet);
  const read = wanted.map(({ turn, isWorded }, index) => ({
    isWorded: isWorded || textOf(turn.path[turn.at] ?? { parts: [] }).trim() !== "",
    evidence: all[index] ?? notReadYet,
  }));
  const own = all.filter((_, index) => wanted[index]?.isWorded !== true);
  return { ...verdictOn(read, parts), evidence: own, scoringMs: ms };
}

async function freshView(
  { log, parts }: GuardTools,
  conversation: GuardedConversation,
): Promise<ConversationView> {
  const reading = await log.read(conversationKey(conversation, parts.digest));
  const known =
    reading.kind === "known"
      ? { state: reading.state, edits: reading.state.edits }
      : { state: emptyState, edits: reading.edits };
  return conversationView(conversation, known);
}

interface PendingTurn extends WantedTurn {
  /** The sentences of a message's tool calls, read as a message of their own. */
  readonly isWorded: boolean;
}

/** The assistant's messages of a reply after the path in force. */
function pendingTurns(
  { conversation, path }: ConversationView,
  reply: readonly TranscriptMessage[],
  digest: GuardTools["parts"]["digest"],
): readonly PendingTurn[] {
  const whole = [...path.messages, ...reply];
  let after = `${conversation.tenant}\0${conversation.messages.at(-1)?.link ?? ""}`;
  return reply.flatMap((message, index) => {
    after = pendingLink(after, message, digest);
    if (message.role !== "assistant") return [];
    const at = path.messages.length + index;
    const turn = { link: after, turn: { path: whole, at }, isWorded: false };
    const words = toolCallWords(message);
    if (words === null) return [turn];
    const spoken: TranscriptMessage = { ...message, parts: [{ kind: "text", text: words }] };
    const link = pendingLink(after, spoken, digest);
    return [turn, { link, turn: { path: whole.with(at, spoken), at }, isWorded: true }];
  });
}

interface ReadMessage {
  readonly evidence: Evidence;
  /** Whether there are words in it at all. */
  readonly isWorded: boolean;
}

/**
 * A reply is as off-profile as its strongest message; the sentences in its tool calls count as one. What has no
 * words says nothing: a bare tool call passes. Words that could not be read leave the reply unread, unless what was
 * read is enough to hold it.
 */
function verdictOn(
  read: readonly ReadMessage[],
  { policy }: GuardTools["parts"],
): Pick<Judgement, "verdict" | "probability" | "unscored"> {
  const nats = read.flatMap(({ evidence }) =>
    evidence.kind === "evidence" ? [evidence.nats] : [],
  );
  const reasons = read.flatMap(({ evidence, isWorded }) =>
    evidence.kind === "unscored" && isWorded ? [evidence.reason] : [],
  );
  const probability = nats.length === 0 ? null : offProfileProbability(Math.max(...nats));
  if (probability !== null && probability > policy.holdAbove) {
    return { verdict: "hold", probability, unscored: null };
  }
  const unscored = read.length === 0 ? "the reply has no message" : (reasons[0] ?? null);
  return { verdict: "pass", probability, unscored };
}
