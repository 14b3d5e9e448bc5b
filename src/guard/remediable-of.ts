import { type EditPlan, exchangesOf, type Remediable, type WireMessage } from "../contain/index.ts";
import type { GuardBelief } from "./guard.ts";

/** What remedies and their edits are chosen from. */
interface RemediableFacts {
  /** As the client sent them. */
  readonly messages: readonly WireMessage[];
  /** Of the edits in force. */
  readonly plan: EditPlan;
  readonly belief: GuardBelief | null;
  readonly isEditable: boolean;
}

/** A conversation as whoever chooses a remedy sees it. */
export function remediableOf({ messages, plan, belief, isEditable }: RemediableFacts): Remediable {
  return {
    messages,
    exchanges: exchangesOf(messages),
    flipAt: belief?.flipAt ?? null,
    dropped: plan.drops,
    inoculated: new Set(plan.appends.map(({ after }) => after)),
    isEditable,
  };
}
