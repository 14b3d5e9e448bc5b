import { type ClearAge, type ClearCosts, clearCostCurve } from "./clear-costs.ts";
import { requirePositive } from "./ranges.ts";

/**
 * The cheapest age at which to clear, found by trying every one: for lives of any shape, e.g. one that was observed.
 *
 * @param survival  S_0 = 1, S_1, …, as far as it is known: chance that no slip has come in j turns; falling
 * @param costs  in any one unit
 * @param meanLife  mean turns to a slip if never cleared. By default the list's sum where it ends at 0, else null:
 *   not known, and then no age can be said to be cheaper than never
 * @throws RangeError if the survival is no such list, a cost is out of range or the mean life is not above 0
 */
export function clearAgeOfSurvival(
  survival: ArrayLike<number>,
  costs: ClearCosts,
  meanLife: number | null = knownLife(survival),
): ClearAge {
  if (meanLife !== null) requirePositive(meanLife, "the mean life");
  const curve = clearCostCurve(survival, costs);
  const costRate = curve.reduce((least, cost) => Math.min(least, cost));
  const turns = curve.indexOf(costRate) + 1;
  const none = (neverRate: number | null, reason: string): ClearAge => {
    return { turns: null, costRate: null, neverRate, reason };
  };
  if (meanLife === null) {
    return none(
      null,
      `what follows after ${curve.length} turns is not known, so neither is the cost of never`,
    );
  }
  const neverRate = costs.reveal / meanLife;
  // Costs of equal size differ in their last digits, and then there is nothing to gain.
  if (costRate >= neverRate * (1 - 1e-12))
    return none(neverRate, "no age is cheaper than never clearing");
  if (turns === curve.length) return none(neverRate, `the cost still falls after ${turns} turns`);
  return { turns, costRate, neverRate, reason: null };
}

/** The mean of a life that the list holds to its end. */
function knownLife(survival: ArrayLike<number>): number | null {
  if (survival[survival.length - 1] !== 0) return null;
  return Array.from(survival).reduce((sum, value) => sum + value, 0);
}
