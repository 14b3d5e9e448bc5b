/** Scores of one or several detectors into nats, by one line: intercept + Σ slope·score, held within ± maxNats. */
export interface LogisticMap {
  readonly kind: "logistic";
  /** In nats. */
  readonly intercept: number;
  /** One a detector, in nats per unit of its score. */
  readonly slopes: readonly number[];
  /** Above 0. */
  readonly maxNats: number;
}

/** One detector's score into nats, by rising steps with lines between. */
export interface IsotonicMap {
  readonly kind: "isotonic";
  /** Score and nats, both rising; flat outside. */
  readonly knots: readonly (readonly [number, number])[];
}

/**
 * What one or several scores of a turn say, as a log-likelihood ratio in nats: above 0 speaks for turned. The
 * prior odds are not in it.
 *
 * @throws RangeError if the scores are not as many as the map takes, one is not finite, or the map has no knot
 */
export function mappedNats(map: LogisticMap | IsotonicMap, scores: readonly number[]): number {
  const inputs = map.kind === "logistic" ? map.slopes.length : 1;
  if (scores.length !== inputs) {
    throw new RangeError(`${scores.length} scores for a map of ${inputs}`);
  }
  const broken = scores.find((score) => !Number.isFinite(score));
  if (broken !== undefined) throw new RangeError(`a score must be finite, not ${broken}`);
  switch (map.kind) {
    case "logistic": {
      const { intercept, slopes, maxNats } = map;
      const nats = slopes.reduce((sum, slope, i) => sum + slope * (scores[i] ?? 0), intercept);
      return Math.min(maxNats, Math.max(-maxNats, nats));
    }
    case "isotonic":
      return between(map.knots, scores[0] ?? 0);
  }
}

function between(knots: readonly (readonly [number, number])[], score: number): number {
  const next = knots.findIndex(([at]) => at >= score);
  const [below, above] = [knots[next - 1], knots[next] ?? knots.at(-1)];
  if (above === undefined) throw new RangeError("an isotonic map needs at least one knot");
  if (below === undefined) return above[1];
  const share = (score - below[0]) / (above[0] - below[0]);
  return below[1] + share * (above[1] - below[1]);
}
