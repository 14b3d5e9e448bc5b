import { requireFinite } from "./finite.ts";

/**
 * Arithmetic mean, in the unit of the values.
 *
 * @throws RangeError if the list is empty or holds a value that is not finite
 */
export function mean(values: readonly number[]): number {
  requireFinite(values);
  const first = values[0] ?? 0;
  // Summing distances from the first value makes the mean of equal values exactly that value, so
  // that "no variation at all" can be told from rounding (0.1 six times does not sum to 0.6).
  let sum = 0;
  for (const value of values) sum += value - first;
  return first + sum / values.length;
}
