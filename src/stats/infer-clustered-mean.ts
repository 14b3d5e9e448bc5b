import { mean, type Random, requireFinite } from "../math/index.ts";
import { bcaInference } from "./bca-inference.ts";
import { type BootstrapOptions, bootstrapFrom, isHeld, resampledMean } from "./infer-mean.ts";
import type { Inference } from "./inference.ts";
import { requireResamples } from "./resamples.ts";
import { tInference } from "./t-inference.ts";

/** One block's contrast, with the behaviour it was taken on. */
export interface ClusteredValue {
  /** Name of the cluster, e.g. the behaviour's id. */
  readonly cluster: string;
  readonly value: number;
}

/**
 * What blocks of several behaviours say about behaviours *in general*, not about these ones.
 *
 * Estimate: the mean of the behaviours' means, so that a behaviour with many blocks counts no more than
 * one with few. The behaviours are the independent units. Below 20 of them: Student's t on their means;
 * from 20 on: BCa bootstrap on two levels, behaviours with replacement and, within each one drawn, its
 * blocks with replacement. One behaviour: interval null, whatever its number of blocks.
 *
 * Source: Davison and Hinkley 1997, "Bootstrap Methods and their Application", section 3.8. Known
 * deviation of the two levels: noise within a behaviour is counted up to twice, so the interval is too
 * wide (about 99 % for 95 %) where behaviours do not differ at all. Two levels below 20 behaviours would
 * cover as little as 89 % (4 behaviours that differ much), hence the t there.
 *
 * @param values  one per block, in any order; every cluster named has at least one
 * @throws RangeError if there is no value, one is not finite, or `resamples` is out of range
 */
export function inferClusteredMean(
  values: readonly ClusteredValue[],
  { random, resamples = 9999, leastError = 0 }: BootstrapOptions,
): Inference {
  requireFinite(
    values.map(({ value }) => value),
    "clustered values",
  );
  requireResamples(resamples);
  const byName = new Map<string, number[]>();
  for (const { cluster, value } of values) {
    const members = byName.get(cluster);
    if (members === undefined) byName.set(cluster, [value]);
    else members.push(value);
  }
  const clusters = [...byName.values()];
  const units = clusters.map((members) => mean(members));
  const isFew = units.length < bootstrapFrom;
  if (isFew || isHeld(units, leastError)) return tInference(units, leastError);
  const replicates = Array.from({ length: resamples }, () => twoLevelMean(clusters, random));
  return bcaInference(units, replicates);
}

function twoLevelMean(clusters: readonly (readonly number[])[], random: Random): number {
  let sum = 0;
  for (let draw = 0; draw < clusters.length; draw++) {
    sum += resampledMean(clusters[Math.floor(random() * clusters.length)] ?? [], random);
  }
  return sum / clusters.length;
}
