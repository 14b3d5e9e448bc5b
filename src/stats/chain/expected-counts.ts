import { backward } from "./backward.ts";
import type { Emissions } from "./emissions.ts";
import { forward, logChain } from "./forward.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/**
 * How often the conversation is expected to have gone from one state to another, given all its turns: sums
 * of the pair posteriors ξ_t(i, j) = a_{t−1}(i)·T_ij·e_j(y_t)·β_t(j) / z_t.
 *
 * Source: Rabiner 1989, https://doi.org/10.1109/5.18626
 *
 * @returns shape (states × states), row: from; they sum to the number of turns
 * @throws RangeError if the emissions do not fit the chain, or a turn is impossible in every state
 */
export function expectedCounts(chain: HiddenChain, emissions: Emissions): number[][] {
  const { logBeliefs, logScores } = forward(chain, emissions);
  const after = backward(chain, emissions, logScores);
  const { transition } = logChain(chain);
  return transition.map((row, from) =>
    row.map((move, to) => {
      let count = 0;
      for (const [index, emission] of emissions.entries()) {
        const start = (logBeliefs[index]?.[from] ?? 0) + move;
        const end = (emission[to] ?? 0) + (after[index + 1]?.[to] ?? 0);
        count += Math.exp(start + end - (logScores[index] ?? 0));
      }
      return count;
    }),
  );
}
