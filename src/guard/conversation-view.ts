import { type EditPlan, planEdits, type WireMessage } from "../contain/index.ts";
import type { Edit, Evidence } from "../core/index.ts";
import type { BeliefInput } from "./belief-source.ts";
import type { EvidenceOwner, WantedTurn } from "./evidence-source.ts";
import type { GuardedConversation } from "./guard.ts";
import { type LogState, logState } from "./log-state.ts";
import { type PathInForce, pathInForce } from "./path-in-force.ts";

/** A conversation with what was done about it so far. */
export interface ConversationView {
  readonly conversation: GuardedConversation;
  /** The client's messages, and the reply where it is known. */
  readonly sent: readonly WireMessage[];
  readonly edits: readonly Edit[];
  readonly plan: EditPlan;
  readonly path: PathInForce;
  readonly state: LogState;
}

/** A log with nothing in it. */
export const emptyState: LogState = logState([]);

/**
 * @param state  what the log says; {@link emptyState} where it cannot be read
 * @param edits  in force, which may be more than the log says
 * @param reply  what followed the client's messages
 */
export function conversationView(
  conversation: GuardedConversation,
  {
    state,
    edits,
    reply = [],
  }: { state: LogState; edits: readonly Edit[]; reply?: readonly WireMessage[] },
): ConversationView {
  const sent = reply.length === 0 ? conversation.messages : [...conversation.messages, ...reply];
  const plan = edits.length === 0 ? noPlan : planEdits(sent, edits);
  return { conversation, sent, edits, plan, path: pathInForce(sent, plan), state };
}

const noPlan: EditPlan = { drops: new Set(), appends: [] };

/** The turns of a view, to be read; a reader that answers differently each time is asked once a turn. */
export function wantedTurns(
  { path }: ConversationView,
  reader: { readonly isDeterministic: boolean },
): readonly WantedTurn[] {
  return path.turns.map(({ at, link, answered }) => ({
    link: reader.isDeterministic ? answered : link,
    turn: { path: path.messages, at },
  }));
}

/** Whose turns these are. */
export function ownerOf({ conversation, state }: ConversationView): EvidenceOwner {
  return { tenant: conversation.tenant, read: state.read };
}

/** What belief is made from. @param evidence  one a turn of the path */
export function beliefInput(
  { conversation, path, state }: ConversationView,
  evidence: readonly Evidence[],
): BeliefInput {
  const { earlier } = conversation;
  return {
    evidence: [...earlier, ...evidence],
    places: [...earlier.map(() => null), ...path.turns.map(({ index }) => index)],
    forks: state.forked.flatMap(({ after, nats }) => {
      const turn = path.turns.findIndex(({ link }) => link === after);
      const age = earlier.length + turn + 1;
      return turn < 0 ? [] : nats.map((one) => ({ age, nats: one }));
    }),
  };
}
