import { argmax } from "../../math/index.ts";
import { type Emissions, requireEmissions } from "./emissions.ts";
import { logChain } from "./forward.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/** One course of states through a conversation. */
export interface ChainPath {
  /** Number of the state at t = 0 … n, where 0 is before turn 1. */
  readonly states: readonly number[];
  /** log P(states and turns), in nats. */
  readonly logProbability: number;
}

/**
 * The single most probable course of states through the conversation; of equal ones, the lower states.
 *
 * A course, not the most probable state of each turn: {@link smoothChain} has those.
 *
 * Source: Viterbi 1967, "Error bounds for convolutional codes and an asymptotically optimum decoding
 * algorithm", https://doi.org/10.1109/TIT.1967.1054010
 *
 * @throws RangeError if the emissions do not fit the chain, or a turn is impossible in every state
 */
export function viterbiPath(chain: HiddenChain, emissions: Emissions): ChainPath {
  requireEmissions(emissions, chain.prior.length);
  const { prior, transition } = logChain(chain);
  let scores: readonly number[] = prior;
  const cameFrom: (readonly number[])[] = [];
  for (const row of emissions) {
    const before = scores;
    const sources = row.map((_, to) =>
      argmax(before.map((log, from) => log + (transition[from]?.[to] ?? 0))),
    );
    scores = row.map((nats, to) => {
      const from = sources[to] ?? 0;
      return nats + (before[from] ?? 0) + (transition[from]?.[to] ?? 0);
    });
    cameFrom.push(sources);
  }
  let state = argmax(scores);
  const logProbability = scores[state] ?? 0;
  if (logProbability === Number.NEGATIVE_INFINITY) {
    throw new RangeError("the conversation is impossible under this chain");
  }
  const states = [state];
  for (const sources of cameFrom.toReversed()) {
    state = sources[state] ?? 0;
    states.push(state);
  }
  return { states: states.reverse(), logProbability };
}
