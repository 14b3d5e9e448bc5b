import type { ClearAge, ClearCosts } from "./clear-costs.ts";

const mostTurns = 10_000_000;

/**
 * The cheapest age at which to clear a life whose hazard rises, known to have one.
 *
 * T* is the smallest T with h_{T+1}·Σ_{j < T} S_j − F_T ≥ c_p/(c_f − c_p); the left side rises with T.
 *
 * @param hazards  h_1, h_2, …, without end
 * @param neverRate  cost a turn of never clearing
 */
export function risingAge(
  hazards: Iterable<number>,
  costs: ClearCosts,
  neverRate: number,
): ClearAge {
  const bound = costs.clear / (costs.reveal - costs.clear);
  let [survival, lived, age] = [1, 0, 0];
  for (const hazard of hazards) {
    if (age > 0 && hazard * lived - (1 - survival) >= bound) {
      const costRate = (costs.reveal * (1 - survival) + costs.clear * survival) / lived;
      return { turns: age, costRate, neverRate, reason: null };
    }
    if (age === mostTurns) break;
    lived += survival;
    survival *= 1 - hazard;
    age++;
  }
  const reason = `the cheapest age is above ${mostTurns} turns`;
  return { turns: null, costRate: null, neverRate, reason };
}
