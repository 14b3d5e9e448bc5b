import type { WireMessage } from "../contain/index.ts";
import { type Evidence, type GuardLogEntry, textOf } from "../core/index.ts";
import { contentOf } from "./content-of.ts";
import {
  type ConversationView,
  conversationView,
  emptyState,
  ownerOf,
  wantedTurns,
} from "./conversation-view.ts";
import { drawForks } from "./draw-forks.ts";
import { type FoundEvidence, notReadYet } from "./evidence-source.ts";
import type { ForkBudget } from "./fork-budget.ts";
import type { GuardedConversation, Judgement, Preparation } from "./guard.ts";
import { type GuardTools, timeOf } from "./guard-tools.ts";
import { believed } from "./prepare.ts";

interface Settling {
  readonly conversation: GuardedConversation;
  readonly reply: readonly WireMessage[];
  readonly facts: { readonly preparation: Preparation; readonly judgement: Judgement | null };
}

/**
 * See {@link Guard.settle}. Reads every turn of the path that nobody has read, since observing leaves them to this
 * call; sheds them where too many wait. Always resolves: what fails is counted as the store's.
 */
export async function settle(
  tools: GuardTools,
  settling: Settling,
  budget: ForkBudget,
): Promise<void> {
  try {
    await settleNow(tools, settling, budget);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tools.parts.onEvent({ kind: "store-failed", operation: "append", reason });
  }
}

async function settleNow(
  tools: GuardTools,
  { conversation, reply, facts }: Settling,
  budget: ForkBudget,
): Promise<void> {
  const { parts, log } = tools;
  const { key, edits, action } = facts.preparation;
  const reading = await log.read(key);
  const state = reading.kind === "known" ? reading.state : emptyState;
  const view = conversationView(conversation, { state, edits, reply });
  const judged = judgedEvidence(reply, facts.judgement);
  const found = await evidenceOf(tools, view, judged);
  const { belief } = believed(tools, view, found.evidence);
  const turns = replyTurns(view, found.evidence);
  const at = timeOf(parts);
  const audits = turns
    .filter(({ link, evidence }) => !isAudited(view, link, evidence))
    .map(
      ({ message, link, evidence }): GuardLogEntry => ({
        kind: "audited",
        at,
        turn: link,
        evidence,
        belief: belief?.belief ?? null,
        action,
        content: contentOf(textOf(message), parts),
      }),
    );
  const entries = [...found.entries, ...audits];
  if (entries.length > 0) await log.append(key, entries, reading);
  if (belief === null) return;
  parts.onEvent({ kind: "belief-updated", belief, session: conversation.session });
  if (reading.kind === "down") return;
  const forked = await drawForks(parts, { view, belief }, budget);
  if (forked !== null) await log.append(key, [forked], reading);
}

/** What a judgement found, by link; empty where it is not of these very messages. */
function judgedEvidence(
  reply: readonly WireMessage[],
  judgement: Judgement | null,
): ReadonlyMap<string, Evidence> {
  const said = reply.filter(({ message }) => message.role === "assistant");
  if (judgement === null || judgement.evidence.length !== said.length) return new Map();
  return new Map(said.map(({ link }, index) => [link, judgement.evidence[index] ?? notReadYet]));
}

async function evidenceOf(
  { source, parts }: GuardTools,
  view: ConversationView,
  judged: ReadonlyMap<string, Evidence>,
): Promise<FoundEvidence> {
  const { tenant } = view.conversation;
  const wanted = wantedTurns(view, parts.reader);
  const unread = wanted.filter(({ link }) => !judged.has(link));
  const rest = await source.find(unread, ownerOf(view), { onFull: "shed" });
  const read = new Map(unread.map(({ link }, index) => [link, rest.evidence[index]]));
  const kept = [...judged].filter(([, { kind }]) => kind === "evidence");
  const entries = source.keep(kept, tenant);
  return {
    evidence: wanted.map(({ link }) => judged.get(link) ?? read.get(link) ?? notReadYet),
    scoringMs: rest.scoringMs,
    entries: [...rest.entries, ...entries],
  };
}

interface ReplyTurn extends WireMessage {
  readonly evidence: Evidence;
}

/** The assistant's messages of the reply that are on the path. */
function replyTurns(
  { path, sent, conversation }: ConversationView,
  evidence: readonly Evidence[],
): readonly ReplyTurn[] {
  return path.turns.flatMap(({ index }, place) => {
    const message = sent[index];
    if (index < conversation.messages.length || message === undefined) return [];
    return [{ ...message, evidence: evidence[place] ?? notReadYet }];
  });
}

function isAudited({ state }: ConversationView, link: string, evidence: Evidence): boolean {
  const before = state.audited.find(({ entry }) => entry.turn === link);
  return before !== undefined && JSON.stringify(before.entry.evidence) === JSON.stringify(evidence);
}
