import { logSumExp } from "../../math/index.ts";

/** A reply drawn off the record and read like a turn. */
export interface ForkReading {
  /** Turns on the record before it, 0 to all of them. */
  readonly age: number;
  /** Evidence in nats; finite. */
  readonly nats: number;
}

/**
 * Log-likelihood of one fork under each state that it left from, relative to a reply outside of the state that
 * evidence speaks for: ln(1 + T(s, state)·(e^ratio − 1)). A fork is one more turn that is not kept, so it
 * shows the state with the chance of moving there: 0 from loyal, ε from masked, 1 − r from turned. That is what tells
 * masked from loyal. As in `sessionLikelihood`.
 *
 * @param ratio  log-likelihood ratio of the reply, in nats
 */
export function forkLogs(
  transition: readonly (readonly number[])[],
  state: number,
  ratio: number,
): readonly number[] {
  return transition.map((row) => {
    const shows = row[state] ?? 0;
    if (shows === 0) return 0;
    return shows === 1 ? ratio : logSumExp([Math.log1p(-shows), Math.log(shows) + ratio]);
  });
}

/** @throws RangeError if evidence is not finite, or an age is not one of the conversation */
export function requireForks(forks: readonly ForkReading[], turns: number): void {
  for (const { age, nats } of forks) {
    if (!Number.isFinite(nats)) {
      throw new RangeError(`evidence of a fork must be finite, not ${nats}`);
    }
    if (!(Number.isInteger(age) && age >= 0 && age <= turns)) {
      throw new RangeError(`a fork's age must lie in 0 … ${turns}, not ${age}`);
    }
  }
}
