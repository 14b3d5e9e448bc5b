import { requireHits } from "./hits.ts";
import { requireLevel } from "./inference.ts";

/**
 * The largest rate that seeing nothing in n independent trials leaves plausible: one-sided upper limit.
 *
 * 1 − (1 − level)^(1/n), the rate at which n trials without an event still happen with probability
 * 1 − level; about 3/n at 95 %.
 *
 * Source: Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all right?",
 * https://doi.org/10.1001/jama.1983.03330370053031
 *
 * @param n  whole number of trials, none with an event; at least 1
 * @param level  one-sided confidence, strictly between 0 and 1
 * @returns a rate in (0, 1)
 * @throws RangeError if an argument is out of range
 */
export function upperLimitOfNone(n: number, level: number): number {
  requireHits(0, n);
  requireLevel(level);
  // expm1 and log1p keep the digits that 1 − x^(1/n) loses at large n.
  return -Math.expm1(Math.log1p(-level) / n);
}
