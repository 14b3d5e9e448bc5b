import { requireNotNegative, requireSeries } from "./ranges.ts";

/** How a {@link cusumPath} counts. */
export interface CusumOptions {
  /** k, taken off every value; 0 for values that are log-likelihood ratios already. @default 0 */
  readonly allowance?: number;
  /** S₀, at least 0: a head start. @default 0 */
  readonly start?: number;
}

/**
 * Evidence since the last moment at which nothing spoke for a flip: Sₙ = max(0, Sₙ₋₁ + Xₙ − k).
 *
 * With log-likelihood ratios in nats and k = 0, S is the largest evidence for "the flip was at turn j" over
 * all j. A normal detector alarms at S > h, one on verdicts at S ≥ h. One-sided: it sees rises only.
 *
 * Source: Page 1954, https://doi.org/10.1093/biomet/41.1-2.100.
 *
 * @param values  one a turn, in nats or standard deviations; null where there is none, which leaves S as it is
 * @returns S after each turn, at least 0
 * @throws RangeError if a value is not finite or null, the allowance is not finite or the start is negative
 */
export function cusumPath(
  values: readonly (number | null)[],
  { allowance = 0, start = 0 }: CusumOptions = {},
): number[] {
  requireSeries(values, "values");
  requireSeries([allowance], "the allowance");
  requireNotNegative(start, "the start");
  let sum = start;
  return values.map((value) => {
    if (value !== null) sum = Math.max(0, sum + value - allowance);
    return sum;
  });
}
