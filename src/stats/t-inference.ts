import { mean, tCdf, tQuantile, variance } from "../math/index.ts";
import { type Inference, requireLevel, requireThreshold } from "./inference.ts";

const singleUnit = "one unit shows no variation, so no interval can be given";

/**
 * Student's t inference about the mean of independent values.
 *
 * Values that are all equal: the interval collapses to the point and p is 0 or 1, with 1 at the point
 * itself (it is neither greater nor less). One value: no interval, standard error null, p is 1.
 *
 * @param values  one per independent unit, any unit of measurement
 * @param leastError  the standard error is held at this or above, e.g. where values are shares of few
 *   trials and may be equal by chance
 * @throws RangeError if the list is empty or a value is not finite
 */
export function tInference(values: readonly number[], leastError = 0): Inference {
  const n = values.length;
  const estimate = mean(values);
  if (n === 1) return unknownSpread(estimate);

  const standardError = Math.max(Math.sqrt(variance(values) / n), leastError);
  const pBelow = (distance: number): number => {
    if (standardError === 0) return distance < 0 ? 0 : 1;
    return tCdf(distance / standardError, n - 1);
  };
  return {
    estimate,
    standardError,
    n,
    method: "t",
    interval(level) {
      requireLevel(level);
      const reach = tQuantile((1 + level) / 2, n - 1) * standardError;
      return { low: estimate - reach, high: estimate + reach };
    },
    reason(level) {
      requireLevel(level);
      return null;
    },
    pGreater(threshold) {
      requireThreshold(threshold);
      return pBelow(threshold - estimate);
    },
    pLess(threshold) {
      requireThreshold(threshold);
      return pBelow(estimate - threshold);
    },
  };
}

function unknownSpread(estimate: number): Inference {
  const nothingKnown = (threshold: number): number => {
    requireThreshold(threshold);
    return 1;
  };
  return {
    estimate,
    standardError: null,
    n: 1,
    method: "t",
    interval(level) {
      requireLevel(level);
      return null;
    },
    reason(level) {
      requireLevel(level);
      return singleUnit;
    },
    pGreater: nothingKnown,
    pLess: nothingKnown,
  };
}
