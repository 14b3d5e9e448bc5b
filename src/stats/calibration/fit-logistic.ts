import { type LabelledScores, requireLabelled } from "./labelled-scores.ts";
import { logisticRegression } from "./logistic-regression.ts";
import type { LogisticMap } from "./score-map.ts";

/** How {@link fitLogistic} learns. */
export interface LogisticOptions {
  /** Pull of the slopes to 0, at least 0: precision of their normal prior, per standard deviation of a score. @default 1 */
  readonly ridge?: number;
  /** Evidence is held within ± this, in nats. @default 4 */
  readonly maxNats?: number;
}

/**
 * Learns how scores become log-likelihood ratios: logistic regression of turned on all detectors' scores
 * together, less the log-odds of turned among the labels.
 *
 * Detectors are fused here and nowhere else: two that say the same share one slope between them, whereas the
 * sum of two maps fitted apart would count their common evidence twice. Scores are standardised for the
 * pull, so that units do not matter; it also keeps slopes finite where scores part the two kinds.
 *
 * Sources: Platt 1999, "Probabilistic outputs for support vector machines"; labels chosen by kind bias only the
 * intercept: Prentice and Pyke 1979, https://doi.org/10.1093/biomet/66.3.403. Known failure: a ratio that is
 * not linear in the score; see the reliability curve, and {@link fitIsotonic}.
 *
 * @throws RangeError if the turns are not of both kinds, a score is not finite, or an option is out of range;
 *   or if detectors repeat each other exactly and the ridge is 0
 */
export function fitLogistic(
  rows: readonly LabelledScores[],
  { ridge = 1, maxNats = 4 }: LogisticOptions = {},
): LogisticMap {
  const weights = requireLabelled(rows);
  if (!(ridge >= 0 && ridge < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`ridge must be finite and at least 0, not ${ridge}`);
  }
  requireMaxNats(maxNats);
  const scales = scalesOf(rows, weights.turned + weights.loyal);
  const fit = logisticRegression(
    rows.map(({ scores, turned, weight = 1 }) => ({
      inputs: [1, ...scores.map((score, i) => standard(score, scales[i]))],
      happened: turned,
      weight,
    })),
    // A detector that says the same of every turn gets a slope of 0.
    [0, ...scales.map(({ deviation }) => (deviation === 0 ? Math.max(1, ridge) : ridge))],
  );
  if (fit === null) {
    throw new RangeError(
      "scores part the two kinds, or repeat each other; a ridge above 0 is needed",
    );
  }
  const [constant = 0, ...standardSlopes] = fit.coefficients;
  const slopes = standardSlopes.map((slope, i) => {
    const deviation = scales[i]?.deviation ?? 0;
    return deviation === 0 ? 0 : slope / deviation;
  });
  const centre = slopes.reduce((sum, slope, i) => sum + slope * (scales[i]?.mean ?? 0), 0);
  const priorLogOdds = Math.log(weights.turned / weights.loyal);
  return { kind: "logistic", intercept: constant - centre - priorLogOdds, slopes, maxNats };
}

/**
 * @throws RangeError unless the bound is finite and above 0
 */
export function requireMaxNats(maxNats: number): void {
  if (!(maxNats > 0 && maxNats < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`maxNats must be finite and above 0, not ${maxNats}`);
  }
}

interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

function scalesOf(rows: readonly LabelledScores[], total: number): Scale[] {
  return (rows[0]?.scores ?? []).map((first, i) => {
    // Distances from the first score make the spread of equal scores exactly 0.
    let [sum, squares] = [0, 0];
    for (const { scores, weight = 1 } of rows) sum += weight * ((scores[i] ?? 0) - first);
    const mean = first + sum / total;
    for (const { scores, weight = 1 } of rows) squares += weight * ((scores[i] ?? 0) - mean) ** 2;
    return { mean, deviation: Math.sqrt(squares / total) };
  });
}

function standard(score: number, scale: Scale | undefined): number {
  if (scale === undefined || scale.deviation === 0) return 0;
  return (score - scale.mean) / scale.deviation;
}
