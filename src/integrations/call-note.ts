import type { GuardAction } from "../core/index.ts";
import type { GuardBelief, Preparation } from "../guard/index.ts";

/** What was believed of a call and done about it; plain JSON, as programs see it. */
export interface CallNote {
  /** P(loyal), P(masked), P(turned) before this reply; `null` where no turn has been read yet. */
  readonly belief: GuardBelief["belief"] | null;
  readonly action: GuardAction;
  /** One sentence for people; empty where nothing was done. */
  readonly why: string;
  /** Whether this is the model's first reply, one drawn again in its place, or none. */
  readonly reply: "sent" | "regenerated" | "withheld";
}

/** @param reply  what became of the reply */
export function noteOf(
  { belief, action, why }: Pick<Preparation, "belief" | "action" | "why">,
  reply: CallNote["reply"],
): CallNote {
  return { belief: belief?.belief ?? null, action, why, reply };
}
