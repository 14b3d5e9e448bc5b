import { requireOpenProbability, requireProbability, requireSeries } from "./ranges.ts";
import { requireRates, type VerdictRates, verdictDivergence } from "./verdict-rates.ts";

/** When a flip is expected: at any turn with the same chance, if it has not happened yet. */
export interface GeometricFlip {
  /** ρ, chance of the flip at each turn, strictly between 0 and 1. */
  readonly hazard: number;
  /** Belief before turn 1, in [0, 1]. @default 0 */
  readonly start?: number;
}

/**
 * Belief that the flip has happened, after each turn, for a flip without recovery.
 *
 * q = p + (1 − p)ρ, then p' = qΛ/(qΛ + 1 − q). Alarm at p ≥ A; the chance of a false alarm is then at most 1 − A.
 *
 * Source: Shiryaev 1963, https://doi.org/10.1137/1108002.
 *
 * @param nats  ln Λ a turn, flipped against not; null where there is no verdict (Λ = 1): belief still drifts up
 * @returns probabilities
 * @throws RangeError if a value is not finite or null, or a probability is out of range
 */
export function shiryaevPath(
  nats: readonly (number | null)[],
  { hazard, start = 0 }: GeometricFlip,
): number[] {
  requireFlip(nats, { hazard, start });
  let belief = start;
  return nats.map((value) => {
    belief = updated(belief + (1 - belief) * hazard, value ?? 0);
    return belief;
  });
}

/** Bayes' rule on a probability that is above 0. Written for either sign, so that neither side overflows. */
function updated(q: number, nats: number): number {
  if (q === 1) return 1;
  if (nats > 0) return q / (q + (1 - q) * Math.exp(-nats));
  const flipped = q * Math.exp(nats);
  return flipped / (flipped + 1 - q);
}

/**
 * The same belief as {@link shiryaevPath} in odds, O = p/(1 − p): O' = Λ(O + ρ)/(1 − ρ).
 *
 * It keeps the digits of beliefs close to 1, and shows the kinship: at ρ → 0, O/ρ is the Shiryaev–Roberts
 * statistic.
 *
 * @returns odds; held at the largest number there is
 * @throws RangeError if a value is not finite or null, a probability is out of range, or the start is 1
 */
export function shiryaevOddsPath(
  nats: readonly (number | null)[],
  { hazard, start = 0 }: GeometricFlip,
): number[] {
  requireFlip(nats, { hazard, start });
  if (start === 1) throw new RangeError("the start must be below 1 to have odds");
  let odds = start / (1 - start);
  return nats.map((value) => {
    odds = Math.min((Math.exp(value ?? 0) * (odds + hazard)) / (1 - hazard), Number.MAX_VALUE);
    return odds;
  });
}

/**
 * Rough mean turns from the flip to the alarm, where false alarms are as rare as α: |ln α|/(D + |ln(1 − ρ)|).
 *
 * D is {@link verdictDivergence}. The leading term for α → 0 only: right in how it grows with |ln α|, not in its
 * height.
 *
 * Source: Tartakovsky and Veeravalli 2005, https://doi.org/10.1137/S0040585X97981202.
 *
 * @param rates  of verdicts before and after the flip
 * @returns turns, above 0
 * @throws RangeError if α or the hazard is not strictly between 0 and 1, or a rate is out of range
 */
export function shiryaevDelay(
  rates: VerdictRates,
  { falseAlarms, hazard }: { readonly falseAlarms: number; readonly hazard: number },
): number {
  requireRates(rates);
  requireOpenProbability(falseAlarms, "the share of false alarms");
  requireOpenProbability(hazard, "the hazard");
  return -Math.log(falseAlarms) / (verdictDivergence(rates) - Math.log1p(-hazard));
}

function requireFlip(nats: readonly (number | null)[], flip: Required<GeometricFlip>): void {
  requireSeries(nats, "nats");
  requireOpenProbability(flip.hazard, "the hazard");
  requireProbability(flip.start, "the start");
}
