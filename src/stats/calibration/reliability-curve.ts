import type { Interval } from "../inference.ts";
import { wilson } from "../wilson.ts";
import { type Forecast, requireForecasts } from "./proper-scores.ts";

/** Forecasts of nearly the same probability, and how often they came true. */
export interface ReliabilityBin {
  readonly n: number;
  /** Mean of the probabilities given. */
  readonly said: number;
  /** Share that happened. */
  readonly happened: number;
  /** Wilson 95 % interval of that share; too narrow where forecasts are not independent. */
  readonly interval: Interval;
}

/**
 * Whether what is said to be likely happens: forecasts in order of their probability, cut into bins of about
 * equal counts. Equal probabilities stay together, so there may be fewer bins than asked for.
 *
 * Source: Bröcker and Smith 2007, "Increasing the reliability of reliability diagrams",
 * https://doi.org/10.1175/WAF993.1
 *
 * @param bins  whole number, at least 1
 * @throws RangeError if there is no forecast, a probability is out of range or `bins` is no such number
 */
export function reliabilityCurve(forecasts: readonly Forecast[], bins = 10): ReliabilityBin[] {
  requireForecasts(forecasts);
  if (!Number.isInteger(bins) || bins < 1) {
    throw new RangeError(`bins must be a whole number of at least 1, not ${bins}`);
  }
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  const curve: ReliabilityBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= bins; bin++) {
    let end = Math.round((bin * sorted.length) / bins);
    while (end < sorted.length && sorted[end]?.probability === sorted[end - 1]?.probability) end++;
    if (end <= start) continue;
    curve.push(binOf(sorted.slice(start, end)));
    start = end;
  }
  return curve;
}

function binOf(forecasts: readonly Forecast[]): ReliabilityBin {
  const n = forecasts.length;
  const hits = forecasts.filter(({ happened }) => happened).length;
  const said = forecasts.reduce((sum, { probability }) => sum + probability, 0) / n;
  return { n, said, happened: hits / n, interval: wilson(hits, n, 0.95) };
}
