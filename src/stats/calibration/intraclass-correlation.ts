import { requireFinite } from "../../math/index.ts";

/** How much values of one group are alike. */
export interface Intraclass {
  /** Share of the variance that lies between groups, in [0, 1]; null where nothing varies or nothing repeats. */
  readonly correlation: number | null;
  /** Of the groups' true means, in squared units; at least 0. */
  readonly betweenVariance: number;
  /** Of values within a group, in squared units. */
  readonly withinVariance: number;
  readonly groups: number;
  readonly values: number;
}

/**
 * Intraclass correlation of ragged groups by analysis of variance.
 *
 * c = σ_b² / (σ_b² + σ_w²); σ_w² = MS within; σ_b² = (MS between − MS within) / n₀, cut at 0;
 * n₀ = (N − Σn_i²/N) / (k − 1). Values of different states differ for another reason than their conversation: take out
 * each state's mean first.
 *
 * Source: Donner 1986, "A review of inference procedures for the intraclass correlation coefficient in the
 * one-way random effects model", https://doi.org/10.2307/1403259. Known failure: with few groups it is rough,
 * and cutting at 0 makes small correlations come out too large on average.
 *
 * @param groups  values of each group; empty groups are left out
 * @throws RangeError if there is no value or one is not finite
 */
export function intraclassCorrelation(groups: readonly (readonly number[])[]): Intraclass {
  const filled = groups.filter(({ length }) => length > 0);
  const all = filled.flat();
  requireFinite(all);
  const [n, k] = [all.length, filled.length];
  const meanOf = (values: readonly number[]) => values.reduce((s, x) => s + x, 0) / values.length;
  const grand = meanOf(all);
  let [between, within, squares] = [0, 0, 0];
  for (const values of filled) {
    const centre = meanOf(values);
    between += values.length * (centre - grand) ** 2;
    squares += values.length ** 2;
    for (const value of values) within += (value - centre) ** 2;
  }
  const counts = { groups: k, values: n };
  if (k < 2 || n === k) {
    return { correlation: null, betweenVariance: 0, withinVariance: 0, ...counts };
  }
  const withinVariance = within / (n - k);
  const size = (n - squares / n) / (k - 1);
  const betweenVariance = Math.max(0, (between / (k - 1) - withinVariance) / size);
  const total = betweenVariance + withinVariance;
  const correlation = total > 0 ? betweenVariance / total : null;
  return { correlation, betweenVariance, withinVariance, ...counts };
}
