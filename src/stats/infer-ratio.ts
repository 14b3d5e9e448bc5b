import { mean, requireFinite, tQuantile, variance } from "../math/index.ts";
import { type Inference, type Interval, requireLevel } from "./inference.ts";
import { tInference } from "./t-inference.ts";

/** An {@link Inference} about a ratio, which has no estimate where the denominators average 0. */
export interface RatioInference extends Omit<Inference, "estimate"> {
  /** Mean numerator over mean denominator, without unit; null where the denominators average 0. */
  readonly estimate: number | null;
}

/**
 * What blocks say about the ratio of two means, such as the share of an effect that is left later.
 *
 * Interval by Fieller's theorem: all k at which a t test with n − 1 degrees of freedom on the block
 * values numerator − k·denominator does not reject 0. Where the mean denominator cannot be told from 0
 * at that level the set is unbounded, and the interval is null with that reason.
 * `pGreater(k)` is the one-sided t test of mean(numerator − k·denominator) > 0; of < 0 where the mean
 * denominator is negative; 1 where it is 0. The standard error is the delta method's.
 *
 * Source: Fieller 1954, "Some problems in interval estimation",
 * https://doi.org/10.1111/j.2517-6161.1954.tb00159.x
 *
 * @param numerators  one per block
 * @param denominators  of the same blocks in the same order, in the same unit
 * @param leastError  standard error that each mean has beside what the blocks show, in their unit, e.g.
 *   where they are shares of few trials; its square is added to both variances
 * @throws RangeError if there is no block, the lists differ in length, or a value is not finite
 */
export function inferRatio(
  numerators: readonly number[],
  denominators: readonly number[],
  leastError = 0,
): RatioInference {
  requireFinite(numerators, "numerators");
  requireFinite(denominators, "denominators");
  const n = numerators.length;
  if (denominators.length !== n) {
    throw new RangeError(`${n} numerators need as many denominators, not ${denominators.length}`);
  }
  const moments = n > 1 ? momentsOf(numerators, denominators, leastError) : null;
  const denominator = mean(denominators);

  const tested = (threshold: number, direction: "pGreater" | "pLess"): number => {
    const distances = numerators.map((value, i) => value - threshold * (denominators[i] ?? 0));
    if (denominator === 0) return 1;
    const test = tInference(distances, errorOf(distances, leastError * Math.hypot(1, threshold)));
    const upward = denominator > 0 === (direction === "pGreater");
    return upward ? test.pGreater(0) : test.pLess(0);
  };
  return {
    estimate: denominator === 0 ? null : mean(numerators) / denominator,
    standardError: moments === null ? null : deltaError(moments),
    n,
    method: "fieller",
    interval: (level) => fieller(moments, level).interval,
    reason: (level) => fieller(moments, level).reason,
    pGreater: (threshold) => tested(threshold, "pGreater"),
    pLess: (threshold) => tested(threshold, "pLess"),
  };
}

/** Standard error of a mean with what is added to it; 0 where nothing is, so that the values speak alone. */
function errorOf(values: readonly number[], added: number): number {
  if (added === 0 || values.length < 2) return 0;
  return Math.hypot(Math.sqrt(variance(values) / values.length), added);
}

/** Means over blocks, and the variances and covariance of those means. */
interface Moments {
  readonly n: number;
  readonly top: number;
  readonly bottom: number;
  readonly topVariance: number;
  readonly bottomVariance: number;
  readonly covariance: number;
}

function momentsOf(
  numerators: readonly number[],
  denominators: readonly number[],
  added: number,
): Moments {
  const n = numerators.length;
  const [top, bottom] = [mean(numerators), mean(denominators)];
  const products = numerators.map((value, i) => (value - top) * ((denominators[i] ?? 0) - bottom));
  return {
    n,
    top,
    bottom,
    topVariance: variance(numerators) / n + added ** 2,
    bottomVariance: variance(denominators) / n + added ** 2,
    covariance: (mean(products) * n) / (n - 1) / n,
  };
}

function deltaError(moments: Moments): number | null {
  const { top, bottom, topVariance, bottomVariance, covariance } = moments;
  if (bottom === 0) return null;
  const ratio = top / bottom;
  const spread = topVariance - 2 * ratio * covariance + ratio ** 2 * bottomVariance;
  // Rounding can leave a perfect proportion a hair below 0.
  return Math.sqrt(Math.max(spread, 0)) / Math.abs(bottom);
}

type Fieller =
  | { readonly interval: Interval; readonly reason: null }
  | { readonly interval: null; readonly reason: string };

function fieller(moments: Moments | null, level: number): Fieller {
  requireLevel(level);
  if (moments === null) {
    return { interval: null, reason: "one block shows no variation, so no interval can be given" };
  }
  const { n, top, bottom, topVariance, bottomVariance, covariance } = moments;
  const squaredT = tQuantile((1 + level) / 2, n - 1) ** 2;
  // (top − k·bottom)² ≤ t²·variance(k) as a quadratic a·k² − 2·b·k + c ≤ 0.
  const a = bottom ** 2 - squaredT * bottomVariance;
  const b = top * bottom - squaredT * covariance;
  const c = top ** 2 - squaredT * topVariance;
  if (a <= 0) {
    const reason = `the mean denominator ${bottom} cannot be told from 0 at level ${level}, so the ratio has no bound`;
    return { interval: null, reason };
  }
  // With a > 0 the point estimate solves the inequality, so roots exist; rounding may say otherwise.
  const root = Math.sqrt(Math.max(b ** 2 - a * c, 0));
  return { interval: { low: (b - root) / a, high: (b + root) / a }, reason: null };
}
