import { normalQuantile } from "../math/index.ts";
import { requireHits } from "./hits.ts";
import { type Interval, requireLevel } from "./inference.ts";

/**
 * Wilson's score interval for a rate: the default for independent replies.
 *
 * (k + z²/2 ± z·√(k(n − k)/n + z²/4)) / (n + z²), z the normal quantile at (1 + level)/2. The lower limit is 0
 * at k = 0, the upper 1 at k = n. Not for replies pooled over questions: those are not independent.
 *
 * Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference",
 * https://doi.org/10.1080/01621459.1927.10502953
 *
 * @param hits  whole number of replies counted, 0 to n
 * @param n  whole number of replies, at least 1
 * @param level  coverage, strictly between 0 and 1
 * @returns limits in [0, 1]
 * @throws RangeError if an argument is out of range
 */
export function wilson(hits: number, n: number, level: number): Interval {
  requireHits(hits, n);
  requireLevel(level);
  const z = normalQuantile((1 + level) / 2);
  const centre = hits + z ** 2 / 2;
  const reach = z * Math.sqrt((hits * (n - hits)) / n + z ** 2 / 4);
  return {
    // Exact at the ends, where rounding would leave a stray 1e-17.
    low: hits === 0 ? 0 : (centre - reach) / (n + z ** 2),
    high: hits === n ? 1 : (centre + reach) / (n + z ** 2),
  };
}
