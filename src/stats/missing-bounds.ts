import { requireFinite } from "../math/index.ts";
import type { Interval } from "./inference.ts";

/** What is known of a mean some of whose values are missing. */
export interface PartlyScored {
  /** The values there are, e.g. block contrasts in nats per token; may be empty if some are missing. */
  readonly scored: readonly number[];
  /** How many values are missing; whole number, at least 0. */
  readonly missing: number;
  /** The range that a missing value could take, in the same unit. */
  readonly range: Interval;
}

/**
 * The mean as it would be if every missing value had been the lowest, or the highest, possible.
 *
 * (Σ scored + missing·limit) / (scored + missing), no assumption made about why values are missing. Bounds
 * on the estimate, not a confidence interval: sampling error comes on top.
 *
 * Source: Manski 1989, "Anatomy of the selection problem", https://doi.org/10.2307/145818
 *
 * @throws RangeError if there is no value at all, one is not finite, `missing` is not a whole number from 0,
 *   or the range is reversed
 */
export function missingBounds({ scored, missing, range }: PartlyScored): Interval {
  if (!Number.isSafeInteger(missing) || missing < 0) {
    throw new RangeError(`missing must be a whole number of at least 0, not ${missing}`);
  }
  requireFinite([range.low, range.high], "range limits");
  if (range.low > range.high) {
    throw new RangeError(`range must run upwards, not from ${range.low} to ${range.high}`);
  }
  if (scored.length > 0 || missing === 0) requireFinite(scored, "scored values");
  const sum = scored.reduce((total, value) => total + value, 0);
  const count = scored.length + missing;
  return {
    low: (sum + missing * range.low) / count,
    high: (sum + missing * range.high) / count,
  };
}
