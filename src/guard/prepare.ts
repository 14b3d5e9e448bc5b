import type { Evidence } from "../core/index.ts";
import { conversationKey } from "./conversation-keys.ts";
import type { LogReading } from "./conversation-log.ts";
import { memoOf } from "./conversation-memo.ts";
import {
  beliefInput,
  type ConversationView,
  conversationView,
  emptyState,
  ownerOf,
  wantedTurns,
} from "./conversation-view.ts";
import { type Decision, type DecisionInput, decide, nothing } from "./decide.ts";
import { type FoundEvidence, notReadYet } from "./evidence-source.ts";
import type { GuardBelief, GuardedConversation, GuardMode, Preparation } from "./guard.ts";
import { type GuardTools, stopIfCancelled, timeOf } from "./guard-tools.ts";
import { type HighWater, heldBelief, highWaterOf } from "./high-water.ts";

/** See {@link Guard.prepare}. */
export interface PrepareOptions {
  readonly mode: GuardMode;
  readonly signal?: AbortSignal | undefined;
}

/**
 * See {@link Guard.prepare}. Requests of one conversation are prepared one after the other, and each reads what
 * the one before has logged, so that none acts twice.
 */
export async function prepare(
  tools: GuardTools,
  conversation: GuardedConversation,
  options: PrepareOptions,
): Promise<Preparation> {
  stopIfCancelled(options.signal);
  const key = conversationKey(conversation, tools.parts.digest);
  return await tools.queue(key, () => prepareNow(tools, { conversation, key }, options));
}

interface Keyed {
  readonly conversation: GuardedConversation;
  readonly key: string;
}

async function prepareNow(
  tools: GuardTools,
  { conversation, key }: Keyed,
  { mode, signal }: PrepareOptions,
): Promise<Preparation> {
  stopIfCancelled(signal);
  const { parts, log } = tools;
  const reading = withoutPast(tools, conversation, await log.read(key));
  if (reading.kind === "down" && mode === "enforce" && parts.onStoreDown === "closed") {
    throw reading.failure;
  }
  const view = viewOf(conversation, reading);
  const found = await evidenceOf(tools, view, { mode, signal });
  if (found.entries.length > 0) await log.append(key, found.entries, reading);
  const { belief, water } = believed(tools, view, found.evidence);
  const decision = decide(parts, {
    view,
    evidence: found.evidence,
    belief,
    water,
    mayEdit: mayEdit(mode, reading),
  });
  const kept = await keep(tools, { key, reading, mode, belief }, decision);
  const edits = [...view.edits, ...kept.edits];
  const isAsBefore = kept.edits.length === 0;
  memoOf(conversation).view = {
    of: tools,
    view: isAsBefore ? view : conversationView(conversation, { state: view.state, edits }),
  };
  if (kept.action !== "none") parts.onEvent({ kind: "action-taken", action: kept.action, mode });
  const { action, why, survives } = kept;
  return { key, guard: parts.id, edits, belief, action, why, survives, scoringMs: found.scoringMs };
}

/**
 * A log that is down tells nothing, and a conversation without a reply has nothing to be told: it begins, also while
 * the store is away. Not where a high-water mark is kept, which a client could get around by beginning anew.
 */
function withoutPast(
  { parts }: GuardTools,
  { messages, earlier }: GuardedConversation,
  reading: LogReading,
): LogReading {
  if (reading.kind === "known" || reading.edits.length > 0 || parts.highWater !== null) {
    return reading;
  }
  const isBegun =
    earlier.length > 0 || messages.some(({ message }) => message.role === "assistant");
  return isBegun ? reading : { kind: "known", state: emptyState };
}

function mayEdit(mode: GuardMode, reading: LogReading): DecisionInput["mayEdit"] {
  if (mode === "observe") return "this only observes";
  return reading.kind === "down" ? "the log cannot be read" : true;
}

function viewOf(conversation: GuardedConversation, reading: LogReading): ConversationView {
  if (reading.kind === "known") {
    return conversationView(conversation, { state: reading.state, edits: reading.state.edits });
  }
  return conversationView(conversation, { state: emptyState, edits: reading.edits });
}

/** In `observe` what is known by now; in `enforce` everything, read first where it has to be. */
async function evidenceOf(
  { source, parts }: GuardTools,
  view: ConversationView,
  { mode, signal }: PrepareOptions,
): Promise<FoundEvidence> {
  const wanted = wantedTurns(view, parts.reader);
  const owner = ownerOf(view);
  if (mode === "enforce") return await source.find(wanted, owner, { onFull: "wait", signal });
  const known = await source.known(wanted, owner);
  return { evidence: known.map((one) => one ?? notReadYet), scoringMs: 0, entries: [] };
}

interface Believed {
  readonly belief: GuardBelief | null;
  readonly water: HighWater | null;
}

/** The belief of a view, held up where a high-water mark stands. @param evidence  one a turn of the path */
export function believed(
  { believe, parts }: GuardTools,
  view: ConversationView,
  evidence: readonly Evidence[],
): Believed {
  const own = believe(beliefInput(view, evidence));
  const water = highWaterOf(view, parts.highWater);
  if (water === null) return { belief: own, water };
  parts.onEvent({ kind: "history-shortened", turns: water.missing });
  const unread = { unscored: evidence.length, isCalibrated: parts.isCalibrated };
  return { belief: heldBelief(own, water, unread), water };
}

interface Keeping {
  readonly key: string;
  readonly reading: LogReading;
  readonly mode: GuardMode;
  readonly belief: GuardBelief | null;
}

/** Logs what is to be done before anybody can see it; what cannot be kept is not done. */
async function keep(
  { log, parts }: GuardTools,
  { key, reading, belief }: Keeping,
  decision: Decision,
): Promise<Decision> {
  if (decision.edits.length === 0) return decision;
  const { action, edits, why, survives } = decision;
  const failure = await log.append(
    key,
    [
      {
        kind: "acted",
        at: timeOf(parts),
        action,
        edits: [...edits],
        belief: belief?.belief ?? null,
        why,
        survives: [...survives],
      },
    ],
    reading,
  );
  if (failure === null) return decision;
  if (parts.onStoreDown === "closed") throw failure;
  return { ...nothing, action: "propose", why: `${why}; not done, since it cannot be logged` };
}
