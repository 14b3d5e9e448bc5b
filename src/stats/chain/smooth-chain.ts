import { backward } from "./backward.ts";
import type { Emissions } from "./emissions.ts";
import { forward } from "./forward.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/** Belief about each moment from the whole conversation. */
export interface Smoothed {
  /** P(state at t | all turns), t = 0 … n, where 0 is before turn 1; shape (n + 1 × states), rows sum to 1. */
  readonly beliefs: readonly (readonly number[])[];
  /** Of the whole conversation, in nats; 0 for none. */
  readonly logLikelihood: number;
}

/**
 * Belief about every turn with hindsight: the forward–backward smoother.
 *
 * γ_t = a_t ∘ β_t with β_n = 1, β_{t−1}(i) = Σ_j T_ij·e_j(y_t)·β_t(j) / z_t, in logarithms. The last row is the
 * filter's.
 *
 * Source: Rabiner 1989, https://doi.org/10.1109/5.18626
 *
 * @throws RangeError if the emissions do not fit the chain, or a turn is impossible in every state
 */
export function smoothChain(chain: HiddenChain, emissions: Emissions): Smoothed {
  const { logBeliefs, logScores } = forward(chain, emissions);
  const after = backward(chain, emissions, logScores);
  return {
    beliefs: logBeliefs.map((row, t) =>
      normalised(row.map((log, state) => Math.exp(log + (after[t]?.[state] ?? 0)))),
    ),
    logLikelihood: logScores.reduce((sum, score) => sum + score, 0),
  };
}

/** Takes out what rounding gathers over thousands of turns. */
function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
