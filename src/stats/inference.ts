/** A closed range of numbers, in the unit of what it is about; low ≤ high. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How an {@link Inference} was made: Student's t, BCa bootstrap, or Fieller's theorem. */
export type InferenceMethod = "t" | "bca" | "fieller";

/**
 * An estimate together with everything a verdict asks of it.
 *
 * A limit and a p-value of the same object agree: `interval(0.95).low > threshold` means
 * `pGreater(threshold) < 0.025` (up to the grain of the bootstrap, 1 / resamples), because the p-value
 * is found by asking at which level the limit would touch the threshold.
 */
export interface Inference {
  /** The quantity itself, in its own unit. */
  readonly estimate: number;
  /** Standard error in the unit of the estimate; null where a single unit leaves it unknown. */
  readonly standardError: number | null;
  /** Independent units behind the estimate: blocks, or behaviours where those are resampled. */
  readonly n: number;
  readonly method: InferenceMethod;
  /**
   * Two-sided interval.
   *
   * @param level  coverage, strictly between 0 and 1, e.g. 0.95
   * @returns null when no interval can be given; `reason` says why
   * @throws RangeError if the level is out of range
   */
  interval(level: number): Interval | null;
  /** Why `interval(level)` is null; null when there is an interval. */
  reason(level: number): string | null;
  /**
   * One-sided p-value of "the true value is at most the threshold"; small speaks for *greater*.
   *
   * @returns a probability; 1 where nothing can be said (a single unit)
   * @throws RangeError if the threshold is not finite
   */
  pGreater(threshold: number): number;
  /**
   * One-sided p-value of "the true value is at least the threshold"; small speaks for *less*.
   *
   * @returns a probability; 1 where nothing can be said (a single unit)
   * @throws RangeError if the threshold is not finite
   */
  pLess(threshold: number): number;
}

/**
 * Refuses a coverage level or confidence that is not strictly between 0 and 1.
 *
 * @throws RangeError if it is not
 */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`level must lie strictly between 0 and 1, not ${level}`);
  }
}

/**
 * Refuses a threshold that is not finite.
 *
 * @throws RangeError if it is not
 */
export function requireThreshold(threshold: number): void {
  if (!Number.isFinite(threshold)) {
    throw new RangeError(`threshold must be finite, not ${threshold}`);
  }
}
