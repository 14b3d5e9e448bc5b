import { betaQuantile } from "../math/index.ts";
import { requireHits } from "./hits.ts";
import { type Interval, requireLevel } from "./inference.ts";

/**
 * Jeffreys' interval for a rate: shorter than Wilson's, for small n.
 *
 * The central part of the posterior Beta(k + ½, n − k + ½); the lower limit is 0 at k = 0, the upper 1 at
 * k = n.
 *
 * Source: Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion",
 * https://doi.org/10.1214/ss/1009213286
 *
 * @param hits  whole number of replies counted, 0 to n
 * @param n  whole number of replies, at least 1
 * @param level  coverage, strictly between 0 and 1
 * @returns limits in [0, 1]
 * @throws RangeError if an argument is out of range
 */
export function jeffreys(hits: number, n: number, level: number): Interval {
  requireHits(hits, n);
  requireLevel(level);
  const [alpha, beta] = [hits + 0.5, n - hits + 0.5];
  return {
    low: hits === 0 ? 0 : betaQuantile((1 - level) / 2, alpha, beta),
    high: hits === n ? 1 : betaQuantile((1 + level) / 2, alpha, beta),
  };
}
