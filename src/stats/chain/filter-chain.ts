import type { Emissions } from "./emissions.ts";
import { forward } from "./forward.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/** Belief as it stood after each turn, from that turn and those before it. */
export interface Filtered {
  /** P(state | turns up to t), t = 1 … n; shape (turns × states), rows sum to 1. */
  readonly beliefs: readonly (readonly number[])[];
  /** Log score of each turn, log P(turn | turns before it), in nats; they add up to the log-likelihood. */
  readonly logScores: readonly number[];
  /** Of the whole conversation, in nats; 0 for none. */
  readonly logLikelihood: number;
}

/**
 * Belief at run time: the forward filter.
 *
 * ā_t = a_{t−1}·T; z_t = Σ ā_t(s)·e_s(y_t); a_t(s) = ā_t(s)·e_s(y_t) / z_t, all in logarithms; log-likelihood
 * Σ log z_t.
 *
 * Source: Rabiner 1989, "A tutorial on hidden Markov models", https://doi.org/10.1109/5.18626. Deviation:
 * the prior is the state before turn 1, not in it.
 *
 * @throws RangeError if the emissions do not fit the chain, or a turn is impossible in every state
 */
export function filterChain(chain: HiddenChain, emissions: Emissions): Filtered {
  const { logBeliefs, logScores } = forward(chain, emissions);
  return {
    beliefs: logBeliefs.slice(1).map((row) => row.map(Math.exp)),
    logScores,
    logLikelihood: logScores.reduce((sum, score) => sum + score, 0),
  };
}
