import { type ClearAge, type ClearCosts, requireCosts } from "./clear-costs.ts";
import { limitBelief, meanRevealLife, type RevealLife, silence } from "./reveal-hazard.ts";
import { risingAge } from "./rising-age.ts";

/**
 * After how many silent turns to clear a context, so that cost a turn is least; or why never.
 *
 * A rising hazard is needed and is not enough: a finite age pays if and only if {@link ageMargin} is above
 * c_p/(c_f − c_p). T* is then the smallest T with h_{T+1}·Σ_{j < T} S_j − F_T ≥ c_p/(c_f − c_p).
 *
 * Assumes that a slip is noticed at once and ends the context, and that a clear draws the type anew with π₀. If
 * the shadow sits in the weights or in the system prompt, a clear draws nothing anew and its cost is lost.
 *
 * Source: Barlow and Hunter 1960, https://doi.org/10.1287/opre.8.1.90 (age replacement, in whole turns); the
 * criterion for this life is this project's, checked against trying every age.
 *
 * @returns T* exactly; `neverRate` is c_f over the mean life, 0 where some contexts never slip
 * @throws RangeError if a chance or a cost is out of range
 */
export function clearAge(life: RevealLife, costs: ClearCosts): ClearAge {
  requireCosts(costs);
  const mean = meanRevealLife(life);
  const neverRate = mean === null ? 0 : costs.reveal / mean;
  const reason = reasonAgainst(life, costs);
  if (reason !== null) return { turns: null, costRate: null, neverRate, reason };
  return risingAge(hazardsOf(life), costs, neverRate);
}

/**
 * What decides whether clearing by age can pay: it does if this is above c_p/(c_f − c_p).
 *
 * ε > ρ: (1 − ρ)(p* − π₀) same-turn, p* − π₀ next-turn. ε ≤ ρ: (1 − π₀)ε(1 − ρ)/ρ same-turn, (1 − π₀)ε/ρ next-turn.
 * Equal to (limit hazard)·(mean life) − 1.
 *
 * @returns 0 or less where the hazard does not rise with age, and so no costs make it pay
 * @throws RangeError if a chance is not in [0, 1]
 */
export function ageMargin(life: RevealLife): number {
  const { pi0, rho, epsilon, convention } = life;
  const limit = limitBelief(life);
  const sameTurn = convention === "same-turn" ? 1 - rho : 1;
  if (epsilon > rho) return sameTurn * (limit - pi0);
  return rho === 0 ? 0 : ((1 - pi0) * epsilon * sameTurn) / rho;
}

/**
 * How many times as much as a planned clear a slip must cost for clearing by age to pay: 1 + 1/margin.
 *
 * @returns above 1; null where no ratio is enough
 * @throws RangeError if a chance is not in [0, 1]
 */
export function smallestCostRatio(life: RevealLife): number | null {
  const margin = ageMargin(life);
  return margin > 0 ? 1 + 1 / margin : null;
}

function reasonAgainst(life: RevealLife, { reveal, clear }: ClearCosts): string | null {
  const ratio = smallestCostRatio(life);
  if (reveal <= clear) return "a slip costs no more than a clear";
  if (ratio === null) {
    return "the chance of a slip does not rise with age, so a clear only brings back the risk of a fresh context";
  }
  if (ageMargin(life) > clear / (reveal - clear)) return null;
  return (
    `the chance of a slip rises with age, but too little: a slip would have to cost more than ` +
    `${ratio.toFixed(1)} clears, and costs ${(reveal / clear).toFixed(1)}`
  );
}

function* hazardsOf(life: RevealLife): Generator<number> {
  for (const { hazard } of silence(life)) yield hazard;
}
