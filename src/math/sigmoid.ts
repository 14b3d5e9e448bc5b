/**
 * Probability with the given log-odds: 1 / (1 + e^−x), without overflow.
 *
 * @param logOdds  in nats; infinities give 0 and 1
 * @throws RangeError if it is NaN
 */
export function sigmoid(logOdds: number): number {
  if (Number.isNaN(logOdds)) throw new RangeError("log-odds must be a number, not NaN");
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}
