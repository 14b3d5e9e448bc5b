import { quantile } from "../../src/math/index.ts";
import type { Interval, Random } from "../../src/stats/index.ts";

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

const resamples = 1_000;

/**
 * A quantile of paired differences; interval by the percentile bootstrap over pairs. Rough for high quantiles of few
 * pairs: with n = 150, p99 rests on the two largest.
 */
export function differenceQuantile(
  differences: readonly number[],
  probability: number,
  random: Random,
): Estimate {
  const draws = Array.from({ length: resamples }, () =>
    quantile(resampled(differences, random), probability),
  );
  return {
    value: quantile(differences, probability),
    interval: { low: quantile(draws, 0.025), high: quantile(draws, 0.975) },
  };
}

/** How much higher a quantile is in one sample than in another; both are resampled. */
export function quantileDifference(
  { more, less }: { readonly more: readonly number[]; readonly less: readonly number[] },
  probability: number,
  random: Random,
): Estimate {
  const draws = Array.from(
    { length: resamples },
    () =>
      quantile(resampled(more, random), probability) -
      quantile(resampled(less, random), probability),
  );
  return {
    value: quantile(more, probability) - quantile(less, probability),
    interval: { low: quantile(draws, 0.025), high: quantile(draws, 0.975) },
  };
}

function resampled(values: readonly number[], random: Random): number[] {
  return values.map(() => values[Math.floor(random() * values.length)] ?? 0);
}

/** Two decimals with the interval, e.g. `0.43 [0.40, 0.47]`. */
export function shown({ value, interval: { low, high } }: Estimate): string {
  return `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
