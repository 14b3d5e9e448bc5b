import { expectedSteps } from "../../math/index.ts";
import { requireCount, requireOpenProbability, requirePositive } from "./ranges.ts";
import { verdictNats } from "./verdict-rates.ts";

/** A cumulative sum over verdicts on which one off-profile turn weighs as much as `good` on-profile ones. */
export interface VerdictCusum {
  /** p₀, rate of off-profile verdicts before the flip; below 1/(good + 1). */
  readonly before: number;
  /** m, whole number from 1 to 1000: how many on-profile turns take one off-profile turn back. */
  readonly good: number;
  /** h in nats, above 0; it alarms at S ≥ h. */
  readonly limit: number;
}

const mostLevels = 2000;

/**
 * The rate after the flip for which one off-profile verdict weighs exactly as much as m on-profile ones.
 *
 * The root p above p₀ of ln(p/p₀) = −m·ln((1 − p)/(1 − p₀)). A detector tuned to it moves on a lattice, so
 * that its run length is known exactly.
 *
 * Source: Reynolds and Stoumbos 1999, https://doi.org/10.1080/00224065.1999.11979900.
 *
 * @param before  p₀, strictly between 0 and 1/(good + 1): otherwise there is no such rate
 * @param good  m, whole number from 1 to 1000
 * @returns p₁, above p₀
 * @throws RangeError if an argument is out of range
 */
export function latticeRate(before: number, good: number): number {
  requireOpenProbability(before, "the rate before the flip");
  requireCount(good, "the on-profile turns", [1, 1000]);
  // The difference rises up to here and falls beyond; p₀ itself is its other root.
  let low = 1 / (good + 1);
  if (!(before < low)) {
    throw new RangeError(`the rate before the flip must be below 1/${good + 1}, not ${before}`);
  }
  let high = 1;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    const weight = Math.log(middle / before) + good * (Math.log1p(-middle) - Math.log1p(-before));
    if (weight > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Mean turns until a cumulative sum on verdicts alarms, from S = 0: exact.
 *
 * S counts in steps of one on-profile verdict: +m for an off-profile turn, −1 otherwise, held at 0; an alarm
 * needs ⌈h/step⌉ of them. The linear equations of that chain are solved without loss of digits. The detector's
 * path is {@link cusumPath} on {@link verdictNats} with `after` from {@link latticeRate}.
 *
 * @param rate  how often verdicts really are off-profile: p₀ gives the time to a false alarm, p₁ the delay
 * @returns turns, at least 1
 * @throws RangeError if an argument is out of range, or the limit is more than 2000 steps away
 */
export function verdictCusumRunLength({ before, good, limit }: VerdictCusum, rate: number): number {
  requirePositive(limit, "the limit");
  requireOpenProbability(rate, "the rate");
  const step = -(verdictNats(false, { before, after: latticeRate(before, good) }) ?? 0);
  // A limit that is a whole number of steps is reached by them; rounding must not ask for one more.
  const levels = Math.ceil((limit / step) * (1 - 1e-12));
  requireCount(levels, "steps to the limit", [1, mostLevels]);

  const moves = new Float64Array(levels ** 2);
  const exits = new Float64Array(levels);
  for (let level = 0; level < levels; level++) {
    moves[level * levels + Math.max(0, level - 1)] = 1 - rate;
    if (level + good < levels) moves[level * levels + level + good] = rate;
    else exits[level] = rate;
  }
  return expectedSteps(moves, exits)[0] ?? 0;
}
