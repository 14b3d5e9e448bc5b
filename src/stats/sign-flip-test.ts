import { requireFinite } from "../math/index.ts";
import type { BootstrapOptions } from "./infer-mean.ts";
import { requireResamples } from "./resamples.ts";

/** Up to this many pairs every sign pattern is tried (2^12 = 4096); beyond, patterns are drawn. */
const exactUpTo = 12;

/**
 * Paired permutation test, two-sided: could the differences as well have had the opposite signs?
 *
 * Up to 12 pairs exact: the share of all 2^n sign patterns whose |mean| is at least the observed one.
 * Beyond: (1 + patterns at least as extreme) / (1 + resamples) over random patterns. Never 0; ties count
 * as extreme. Differences that are all 0 give 1. Tests symmetry around 0: with skewed differences whose
 * mean is 0 it is not exact.
 *
 * Sources: Fisher 1935, "The Design of Experiments", section 21; the "+ 1": Phipson and Smyth 2010,
 * "Permutation p-values should never be zero", https://doi.org/10.2202/1544-6115.1585
 *
 * @param differences  one per pair (question, block); any unit
 * @returns a probability in (0, 1]; at n pairs no less than 2^(1 − n)
 * @throws RangeError if there is no pair, a value is not finite, or `resamples` is out of range
 */
export function signFlipTest(
  differences: readonly number[],
  { random, resamples = 9999 }: BootstrapOptions,
): number {
  requireFinite(differences, "differences");
  requireResamples(resamples);
  const n = differences.length;
  const total = differences.reduce((sum, value) => sum + Math.abs(value), 0);
  // Rounding differs with the order of the signs; without slack, true ties would be missed.
  const observed = Math.abs(signedSum(differences, () => false)) - 1e-12 * total;

  const extreme = (flipped: (index: number) => boolean): boolean =>
    Math.abs(signedSum(differences, flipped)) >= observed;
  let count = 0;
  if (n <= exactUpTo) {
    for (let pattern = 0; pattern < 2 ** n; pattern++) {
      if (extreme((index) => (pattern & (1 << index)) !== 0)) count++;
    }
    return count / 2 ** n;
  }
  for (let draw = 0; draw < resamples; draw++) if (extreme(() => random() < 0.5)) count++;
  return (1 + count) / (1 + resamples);
}

function signedSum(values: readonly number[], flipped: (index: number) => boolean): number {
  let sum = 0;
  for (const [index, value] of values.entries()) sum += flipped(index) ? -value : value;
  return sum;
}
