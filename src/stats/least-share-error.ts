/**
 * Standard error that a difference of two shares has at least, however equal its blocks look.
 *
 * √(2·p̃(1 − p̃)/(n + 2)) with p̃ = 1/(n + 2): what Agresti and Caffo's interval takes when no trial of either
 * side shows the event. Blocks of few trials may all read 0 by chance; a t interval on them would
 * collapse to a point and call certain what 12 trials cannot show (the upper limit of 0 in 12 is 0.22).
 *
 * Source: Agresti and Caffo 2000, "Simple and effective confidence intervals for proportions and
 * differences of proportions result from adding two successes and two failures",
 * https://doi.org/10.1080/00031305.2000.10474560
 *
 * @param n  trials behind each of the two shares; whole number, at least 1
 * @returns in units of the share
 * @throws RangeError if `n` is out of range
 */
export function leastShareError(n: number): number {
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new RangeError(`a share needs a whole number of at least 1 trials, not ${n}`);
  }
  const rate = 1 / (n + 2);
  return Math.sqrt((2 * rate * (1 - rate)) / (n + 2));
}
