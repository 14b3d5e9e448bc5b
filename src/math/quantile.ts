import { requireFinite } from "./finite.ts";

/**
 * Sample quantile with linear interpolation between order statistics: position (n − 1)·probability.
 *
 * Type 7 of Hyndman and Fan 1996, "Sample quantiles in statistical packages",
 * https://doi.org/10.1080/00031305.1996.10473566: the default of R and NumPy. Sorts a copy: O(n log n),
 * or O(n) for values that are sorted already.
 *
 * @param values  at least one number, in any order; left as they are
 * @param probability  in [0, 1]
 * @throws RangeError if the list is empty, a value is not finite, or the probability is out of range
 */
export function quantile(values: readonly number[], probability: number): number {
  requireFinite(values);
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must lie in [0, 1], not ${probability}`);
  }
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (position - below) * (high - low);
}
