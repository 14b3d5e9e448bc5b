import { type Random, requireFinite, variance } from "../math/index.ts";
import { bcaInference } from "./bca-inference.ts";
import type { Inference } from "./inference.ts";
import { requireResamples } from "./resamples.ts";
import { tInference } from "./t-inference.ts";

/** From this many units on the bootstrap is trusted; below it its intervals are too short. */
export const bootstrapFrom = 20;

/** What inference by bootstrap needs beyond its data. */
export interface BootstrapOptions {
  readonly random: Random;
  /** Bootstrap samples, at least 100. @default 9999 */
  readonly resamples?: number;
  /** The standard error is held at this or above, see {@link leastShareError}. @default 0 */
  readonly leastError?: number;
}

/**
 * What the blocks of a run say about the mean of a contrast.
 *
 * Below 20 blocks: Student's t, mean ± t(n − 1)·s/√n. From 20 on: BCa bootstrap of whole blocks, limits at
 * the replicates' quantile Φ(z₀ + s/(1 − a·s)), s = z₀ + √(n/(n − 1))·t_α(n − 1); p-values by inverting them,
 * with the counts + 1. O(resamples · blocks).
 *
 * One block: estimate only, interval null, p 1. Blocks that are all equal (a deterministic subject): the
 * interval collapses to that value; p-values are the smallest possible on one side of it (0 by t,
 * 1 / (resamples + 1) by bootstrap) and 1 on the other and at the value itself.
 *
 * Source: Efron 1987, "Better bootstrap confidence intervals", https://doi.org/10.2307/2289144. Deviation:
 * z_α is replaced by √(n/(n − 1))·t_α, after Hesterberg 2015, https://doi.org/10.1080/00031305.2015.1089789,
 * because plain BCa is too short at 20 blocks. Skewed blocks are covered less often than the level says:
 * about 90 % for 95 % with 6 exponential blocks. Where the standard error is held up by `leastError`, t is used
 * with any number of blocks.
 *
 * @param blockValues  one contrast per block, e.g. nats per token; blocks are the independent units
 * @throws RangeError if there is no block, a value is not finite, or `resamples` is out of range
 */
export function inferMean(
  blockValues: readonly number[],
  { random, resamples = 9999, leastError = 0 }: BootstrapOptions,
): Inference {
  requireFinite(blockValues, "block values");
  requireResamples(resamples);
  const isFew = blockValues.length < bootstrapFrom;
  if (isFew || isHeld(blockValues, leastError)) return tInference(blockValues, leastError);
  const replicates = Array.from({ length: resamples }, () => resampledMean(blockValues, random));
  return bcaInference(blockValues, replicates);
}

/** Whether values vary so little that their standard error is held up; a bootstrap would show none. */
export function isHeld(values: readonly number[], leastError: number): boolean {
  return leastError > 0 && Math.sqrt(variance(values) / values.length) < leastError;
}

/** Mean of as many values as given, drawn from them with replacement. */
export function resampledMean(values: readonly number[], random: Random): number {
  const first = values[0] ?? 0;
  let sum = 0;
  // As in `mean`: distances from the first value, so that equal values give exactly that value.
  for (let draw = 0; draw < values.length; draw++) {
    sum += (values[Math.floor(random() * values.length)] ?? 0) - first;
  }
  return first + sum / values.length;
}
