import { requireOpenProbability } from "./ranges.ts";

/** How often a turn is called off-profile: what a judge's yes-or-no verdicts are worth. */
export interface VerdictRates {
  /** Of turns before the flip: the false positives. Strictly between 0 and 1. */
  readonly before: number;
  /** Of turns after it. Strictly between 0 and 1. */
  readonly after: number;
}

/**
 * What one verdict says for "flipped" against "not flipped": its log-likelihood ratio, in nats.
 *
 * ln(after/before) for an off-profile turn, ln((1 − after)/(1 − before)) for an on-profile one.
 *
 * @param offProfile  the verdict; null where there is none, which says nothing and is *not* "on-profile"
 * @returns nats, or null for no verdict
 * @throws RangeError if a rate is not strictly between 0 and 1
 */
export function verdictNats(offProfile: boolean | null, rates: VerdictRates): number | null {
  requireRates(rates);
  if (offProfile === null) return null;
  const { before, after } = rates;
  return offProfile ? Math.log(after / before) : Math.log1p(-after) - Math.log1p(-before);
}

/**
 * Mean nats that a verdict after the flip adds: the Kullback–Leibler divergence of after from before.
 *
 * @throws RangeError if a rate is not strictly between 0 and 1
 */
export function verdictDivergence({ before, after }: VerdictRates): number {
  requireRates({ before, after });
  const good = Math.log1p(-after) - Math.log1p(-before);
  return after * Math.log(after / before) + (1 - after) * good;
}

/**
 * Refuses rates that are not strictly between 0 and 1.
 *
 * @throws RangeError if one is not
 */
export function requireRates({ before, after }: VerdictRates): void {
  requireOpenProbability(before, "the rate before the flip");
  requireOpenProbability(after, "the rate after the flip");
}
