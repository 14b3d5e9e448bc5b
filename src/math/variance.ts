import { mean } from "./mean.ts";

/**
 * Unbiased sample variance Σ(x − x̄)² / (n − 1), in the squared unit of the values; exactly 0 when
 * they are all equal.
 *
 * @param values  at least two numbers
 * @throws RangeError if there are fewer than two values or one is not finite
 */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  if (values.length < 2) throw new RangeError("variance needs at least 2 values, not 1");
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return squares / (values.length - 1);
}
