/**
 * A hidden Markov chain over any number of states: what is believed before the first turn, and how the
 * state moves between turns. Each turn the state moves first and is observed then.
 */
export interface HiddenChain {
  /** Probability of each state before turn 1; sums to 1. */
  readonly prior: readonly number[];
  /** Row: state before the turn; column: state in it. Every row sums to 1. */
  readonly transition: readonly (readonly number[])[];
}

/** The four numbers behind the chain of loyal, masked and turned; all in [0, 1]. */
export interface ChainRates {
  /** Masked before turn 1. */
  readonly pi0: number;
  /** Hazard a turn, loyal to masked. */
  readonly rho: number;
  /** Reveal rate a turn, masked to turned. */
  readonly epsilon: number;
  /** Recovery rate a turn, turned to loyal. */
  readonly r: number;
}

/**
 * The chain of loyal, masked and turned, in this order of states.
 *
 * Before turn 1: (1 − π₀, π₀, 0). A turn: loyal → masked with ρ, masked → turned with ε, turned → loyal with
 * r, otherwise it stays. Only a model masked *before* a turn can turn in it (next-turn convention).
 *
 * @throws RangeError if a rate is not in [0, 1]
 */
export function chainOf({ pi0, rho, epsilon, r }: ChainRates): HiddenChain {
  return checkedChain({
    prior: [1 - pi0, pi0, 0],
    transition: [
      [1 - rho, rho, 0],
      [0, 1 - epsilon, epsilon],
      [r, 0, 1 - r],
    ],
  });
}

/** The numbers behind the chain of loyal and turned; both in [0, 1]. */
export interface TwoStateRates {
  /** Loyal to turned, a turn. */
  readonly hazard: number;
  /** Turned to loyal, a turn. */
  readonly r: number;
}

/**
 * The rival without a mask: loyal and turned, in this order, loyal before turn 1.
 *
 * @throws RangeError if a rate is not in [0, 1]
 */
export function twoStateChain({ hazard, r }: TwoStateRates): HiddenChain {
  return checkedChain({
    prior: [1, 0],
    transition: [
      [1 - hazard, hazard],
      [r, 1 - r],
    ],
  });
}

/**
 * The chain itself, once it is seen to be one.
 *
 * @throws RangeError unless the prior and every row are probabilities that sum to 1 (to 1e-9), and the
 *   matrix is square and fits the prior
 */
export function checkedChain(chain: HiddenChain): HiddenChain {
  const states = chain.prior.length;
  if (states === 0) throw new RangeError("a chain needs at least one state, not none");
  if (chain.transition.length !== states) {
    throw new RangeError(`${chain.transition.length} rows of transitions for ${states} states`);
  }
  for (const row of [chain.prior, ...chain.transition]) {
    const broken = row.find((p) => !(p >= 0 && p <= 1));
    if (broken !== undefined) {
      throw new RangeError(`a rate or probability of a chain must lie in [0, 1], not ${broken}`);
    }
    const sum = row.reduce((total, p) => total + p, 0);
    if (row.length !== states || Math.abs(sum - 1) > 1e-9) {
      throw new RangeError(`[${row.join(", ")}] is no distribution over ${states} states`);
    }
  }
  return chain;
}
