import { allowedRemedies, chooseEdits } from "../contain/index.ts";
import type { Edit, Evidence, GuardAction } from "../core/index.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { GuardBelief } from "./guard.ts";
import type { GuardParts } from "./guard-parts.ts";
import type { HighWater } from "./high-water.ts";
import { remediableOf } from "./remediable-of.ts";

/** What is to be done now. Nothing of it has been logged. */
export interface Decision {
  readonly action: GuardAction;
  /** New ones only. */
  readonly edits: readonly Edit[];
  readonly why: string;
  readonly survives: readonly string[];
}

/** The decision to do nothing. */
export const nothing: Decision = { action: "none", edits: [], why: "", survives: [] };

/** What is decided from. */
export interface DecisionInput {
  readonly view: ConversationView;
  /** One a turn of the path in force. */
  readonly evidence: readonly Evidence[];
  readonly belief: GuardBelief | null;
  readonly water: HighWater | null;
  /** Whether edits may be made; else why not, and what would have been done is proposed. */
  readonly mayEdit: true | "this only observes" | "the log cannot be read";
}

/**
 * What the policy does at this belief.
 *
 * An action answers everything up to its place: the next one takes a turn after it that speaks for a flip (or a
 * high-water mark that nothing was done about), so that a retried request, or a belief that takes its time to
 * fall, is not acted on twice. A remedy that was followed by such a turn before any that speaks against has failed,
 * and a stronger one is taken; clearing may be done again.
 */
export function decide(
  { policy, inoculation }: Pick<GuardParts, "policy" | "inoculation">,
  input: DecisionInput,
): Decision {
  const { belief, water, mayEdit } = input;
  if (belief === null) return nothing;
  const failed = failedRemedies(input);
  if (failed === null && (water === null || water.isActedOn)) return nothing;
  const { conversation, sent, plan } = input.view;
  const { isEditable } = conversation;
  const remediable = remediableOf({ messages: sent, plan, belief, isEditable });
  const allowed = [...allowedRemedies(remediable)].filter(
    (remedy) => remedy === "none" || remedy === "clear" || failed?.has(remedy) !== true,
  );
  const remedy = policy.decide(belief.belief.turned, new Set(allowed));
  const choice = chooseEdits(remediable, { remedy, inoculation });
  if (choice.action === "none" || mayEdit === true) return choice;
  const why = `would ${choice.action}, but ${mayEdit}: ${choice.why}`;
  return { ...nothing, action: "propose", why: choice.edits.length === 0 ? choice.why : why };
}

/**
 * Remedies that did not help in this stretch; `null` where no turn since the last action speaks for a flip. Only what
 * was done at a place that this request holds counts: other branches are others' business.
 */
function failedRemedies({ view, evidence }: DecisionInput): ReadonlySet<GuardAction> | null {
  const { sent, state, path } = view;
  if (!evidence.some((one) => natsOf(one) > 0)) return null;
  const indexOf = new Map(sent.map(({ link }, index) => [link, index]));
  const spoken = path.turns.map(({ index }, place) => ({ index, nats: natsOf(evidence[place]) }));
  const lastGood = spoken.findLast(({ nats }) => nats < 0)?.index ?? -1;
  const failed = new Set<GuardAction>();
  let answered = -1;
  for (const { action, edits } of state.acted) {
    const place = Math.max(-1, ...edits.map((edit) => indexOf.get(placeOf(edit)) ?? -1));
    if (place < 0) continue;
    answered = Math.max(answered, place);
    if (place > lastGood) failed.add(action);
  }
  const isNew = spoken.some(({ index, nats }) => index > answered && nats > 0);
  return isNew ? failed : null;
}

function placeOf(edit: Edit): string {
  return edit.kind === "append" ? edit.after : edit.through;
}

function natsOf(evidence: Evidence | undefined): number {
  return evidence?.kind === "evidence" ? evidence.nats : 0;
}
