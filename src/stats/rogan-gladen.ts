import { drawBeta, quantile, type Random } from "../math/index.ts";
import { requireHits } from "./hits.ts";
import { type Interval, requireLevel } from "./inference.ts";
import { requireResamples } from "./resamples.ts";

/** Correct calls out of replies whose truth was known. */
export interface Tally {
  /** Whole number, 0 to n. */
  readonly hits: number;
  /** Whole number, at least 1. */
  readonly n: number;
}

/** What a detector or judge counted, and how it did on replies of known truth. */
export interface JudgedCounts {
  /** Replies it called positive, 0 to n. */
  readonly positives: number;
  /** Replies judged, at least 1. */
  readonly n: number;
  /** Truly positive replies that it called positive. */
  readonly sensitivity: Tally;
  /** Truly negative replies that it called negative. */
  readonly specificity: Tally;
}

/** How the interval of {@link roganGladen} is made. */
export interface RoganGladenOptions {
  readonly random: Random;
  /** Coverage, strictly between 0 and 1. @default 0.95 */
  readonly level?: number;
  /** Posterior draws, at least 100. @default 4000 */
  readonly draws?: number;
}

/** The true rate, or why a detector as weak as this cannot give one. */
export type CorrectedRate =
  | {
      /** In [0, 1]. */
      readonly estimate: number;
      /** By the delta method; for large samples only. */
      readonly standardError: number;
      /** From posterior draws, within [0, 1]. */
      readonly interval: Interval;
      readonly reason: null;
    }
  | {
      readonly estimate: null;
      readonly standardError: null;
      readonly interval: null;
      readonly reason: string;
    };

/**
 * The rate of truly positive replies behind a detector's count, its errors taken out.
 *
 * θ = (p + Sp − 1)/J with J = Se + Sp − 1, clipped to [0, 1]. Interval: p, Se and Sp are drawn from their
 * Jeffreys posteriors Beta(k + ½, n − k + ½), θ computed and clipped, and quantiles taken. Refused where the
 * interval of J, made of the same draws, does not lie above 0: such a detector tells nothing.
 * Standard error: √[p(1 − p)/n + θ²·Se(1 − Se)/n_Se + (1 − θ)²·Sp(1 − Sp)/n_Sp]/J, θ before clipping.
 *
 * Sources: Rogan and Gladen 1978, "Estimating prevalence from the results of a screening test",
 * https://doi.org/10.1093/oxfordjournals.aje.a112510. Deviation: the interval is from posterior draws, not
 * from the standard error, which covers as little as 79 % with 30 replies of known truth.
 *
 * @throws RangeError if a count, the level or the number of draws is out of range
 */
export function roganGladen(
  { positives, n, sensitivity, specificity }: JudgedCounts,
  { random, level = 0.95, draws = 4000 }: RoganGladenOptions,
): CorrectedRate {
  requireHits(positives, n);
  requireHits(sensitivity.hits, sensitivity.n);
  requireHits(specificity.hits, specificity.n);
  requireLevel(level);
  requireResamples(draws, "draws");

  const rates: number[] = [];
  const strengths: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const [se, sp] = [drawRate(sensitivity, random), drawRate(specificity, random)];
    const strength = se + sp - 1;
    strengths.push(strength);
    // A strength of exactly 0 has no rate; the limit from above keeps the draw.
    rates.push(clipped((drawRate({ hits: positives, n }, random) + sp - 1) / (strength || 1e-300)));
  }
  const strength = centralPart(strengths, level);
  if (strength.low <= 0) return refusal(strength);
  return {
    ...pointEstimate({ positives, n, sensitivity, specificity }),
    interval: centralPart(rates, level),
    reason: null,
  };
}

function pointEstimate({ positives, n, sensitivity, specificity }: JudgedCounts) {
  const p = positives / n;
  const se = sensitivity.hits / sensitivity.n;
  const sp = specificity.hits / specificity.n;
  const strength = se + sp - 1;
  const rate = (p + sp - 1) / strength;
  const spread =
    (p * (1 - p)) / n +
    (rate ** 2 * se * (1 - se)) / sensitivity.n +
    ((1 - rate) ** 2 * sp * (1 - sp)) / specificity.n;
  return { estimate: clipped(rate), standardError: Math.sqrt(spread) / strength };
}

function refusal({ low, high }: Interval): CorrectedRate {
  const reason =
    `sensitivity + specificity − 1 may be anything from ${low.toFixed(3)} to ${high.toFixed(3)}, ` +
    "so the detector may be no better than chance: use a better one, or more replies of known truth";
  return { estimate: null, standardError: null, interval: null, reason };
}

function drawRate({ hits, n }: Tally, random: Random): number {
  return drawBeta(hits + 0.5, n - hits + 0.5, random);
}

function centralPart(draws: readonly number[], level: number): Interval {
  return { low: quantile(draws, (1 - level) / 2), high: quantile(draws, (1 + level) / 2) };
}

function clipped(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}
