import type { Calibration, EvidenceDependence } from "../../core/index.ts";
import { type ActPolicy, actOnBelief } from "../../stats/index.ts";
import { defaultHoldAbove } from "../hold-reply.ts";
import type { Policy } from "../policy.ts";
import { evidenceOutcomes } from "./evidence-outcomes.ts";
import type { GuardCosts } from "./guard-costs.ts";
import { summaryOf } from "./policy-summary.ts";
import { type ActiveRemedy, type RemedyEffect, remedyEffects } from "./remedy-effects.ts";
import { twoStates } from "./two-state.ts";

/** What a policy is worked out from. */
export interface PolicyGrounds {
  readonly calibration: Calibration;
  /** How well turns tell; the calibration's own where it has one. */
  readonly dependence: EvidenceDependence;
  readonly costs: GuardCosts;
  /** P(off-profile) of a single reply above which it is held, in (0, 1]. @default 0.1 */
  readonly holdAbove?: number;
}

/** Points of the grid: thresholds are good to some thousandths, and all sets of remedies take about half a second. */
const points = 201;

/**
 * When to do what, worked out once: value iteration (`actOnBelief`) on the calibrated chain reduced to P(turned)
 * (`twoStates`, which says what that loses), with evidence as good as its separation says, and costs as stated.
 *
 * A remedy that the calibration says was not shown to work is never chosen. One that was not measured is chosen by
 * a named assumption, which the summary repeats. Each set of permitted remedies has its own policy, as if what
 * is not permitted now never were: a conversation whose tools have acted cannot be rewound later either.
 *
 * @throws RangeError if `holdAbove` or a number of the grounds is out of range
 */
export function policyFrom(grounds: PolicyGrounds): Policy {
  const { calibration, costs, holdAbove = defaultHoldAbove } = grounds;
  if (!(holdAbove > 0 && holdAbove <= 1)) {
    throw new RangeError(`the probability to hold above must lie in (0, 1], not ${holdAbove}`);
  }
  const effects = remedyEffects(calibration, costs);
  const policyOf = policiesOf(grounds, effects);
  return {
    decide: (turned, allowed) => policyOf((id) => allowed.has(id)).choose(turned) ?? "none",
    holdAbove,
    summary: summaryOf({
      policy: policyOf(() => true),
      alone: (id) => policyOf((other) => other === id),
      effects,
      calibration,
      costs,
      holdAbove,
    }),
  };
}

/** The policy where only some remedies are permitted; all sets worked out beforehand, so that none waits. */
function policiesOf(
  { calibration, dependence, costs }: PolicyGrounds,
  effects: readonly RemedyEffect[],
): (allowed: (id: ActiveRemedy) => boolean) => ActPolicy<ActiveRemedy> {
  const usable = effects.flatMap((effect) => (effect.kind === "usable" ? [effect.remedy] : []));
  const { pi0, rho, r } = twoStates(calibration);
  const policies = Array.from({ length: 2 ** usable.length }, (_, set) =>
    actOnBelief({
      pi0,
      rho,
      r,
      outcomes: evidenceOutcomes(dependence),
      remedies: usable.filter((__, index) => isIn(set, index)),
      turnedCost: costs.offProfileReply,
      discount: 1 - 1 / costs.remainingTurns,
      points,
    }),
  );
  return (allowed) => {
    const set = usable.reduce((sum, { id }, index) => sum + (allowed(id) ? 2 ** index : 0), 0);
    // In range: the sum is at most that of all remedies.
    return policies[set] as ActPolicy<ActiveRemedy>;
  };
}

/** Whether a set, written as a number, holds the remedy with this index. */
function isIn(set: number, index: number): boolean {
  return Math.floor(set / 2 ** index) % 2 === 1;
}
