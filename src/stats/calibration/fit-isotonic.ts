import { requireMaxNats } from "./fit-logistic.ts";
import { type LabelledScores, requireLabelled } from "./labelled-scores.ts";
import type { IsotonicMap } from "./score-map.ts";

/** How {@link fitIsotonic} learns. */
export interface IsotonicOptions {
  /** Turns at the labels' own odds that are added to every step, above 0. @default 2 */
  readonly smoothing?: number;
  /** Evidence is held within ± this, in nats. @default 4 */
  readonly maxNats?: number;
}

/**
 * Learns how one detector's score becomes a log-likelihood ratio, assuming only that a higher score never
 * speaks less for turned.
 *
 * Steps by pooling adjacent violators; a step's nats are logit((k + a·π)/(n + a)) − logit(π) with k of its n
 * turns turned, π the share of turned among all, a the smoothing. Smoothing pulls small steps more than large
 * ones and can undo their order, so steps are pooled once more by their nats. Knots lie at the steps' mean scores.
 *
 * Source: Ayer et al. 1955, https://doi.org/10.1214/aoms/1177728423; as a calibration, Zadrozny and Elkan 2002,
 * https://doi.org/10.1145/775047.775151. Deviation: smoothing, and lines between steps. Known failure: wants
 * some hundred labels; below that {@link fitLogistic} does better.
 *
 * @param rows  of one score each
 * @throws RangeError if the turns are not of both kinds or have several scores, a score is not finite, or an
 *   option is out of range
 */
export function fitIsotonic(
  rows: readonly LabelledScores[],
  { smoothing = 2, maxNats = 4 }: IsotonicOptions = {},
): IsotonicMap {
  const weights = requireLabelled(rows);
  if (rows[0]?.scores.length !== 1) {
    throw new RangeError(`an isotonic map takes one score, not ${rows[0]?.scores.length}`);
  }
  if (!(smoothing > 0 && smoothing < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`smoothing must be finite and above 0, not ${smoothing}`);
  }
  requireMaxNats(maxNats);
  const share = weights.turned / (weights.turned + weights.loyal);
  const steps = pooled(sameScores(rows), ({ turned, weight }) => turned / weight);
  const nats = ({ turned, weight }: Step) => {
    const rate = (turned + smoothing * share) / (weight + smoothing);
    const ratio = Math.log(rate / (1 - rate)) - Math.log(share / (1 - share));
    return Math.min(maxNats, Math.max(-maxNats, ratio));
  };
  const knots = pooled(steps, nats).map((step): readonly [number, number] => [
    step.moment / step.weight,
    nats(step),
  ]);
  return { kind: "isotonic", knots };
}

/** Neighbouring scores taken as one. */
interface Step {
  readonly weight: number;
  readonly turned: number;
  /** Sum of weight times score. */
  readonly moment: number;
}

function sameScores(rows: readonly LabelledScores[]): Step[] {
  const byScore = new Map<number, Step>();
  for (const { scores, turned, weight = 1 } of rows) {
    const score = scores[0] ?? 0;
    const step = { weight, turned: turned ? weight : 0, moment: weight * score };
    const known = byScore.get(score);
    byScore.set(score, known === undefined ? step : joined(known, step));
  }
  return [...byScore].sort(([a], [b]) => a - b).map(([, step]) => step);
}

/** Steps whose level rises, each joined with those before it that were not below it. */
function pooled(steps: readonly Step[], level: (step: Step) => number): Step[] {
  const rising: Step[] = [];
  for (const step of steps) {
    let last = step;
    for (let before = rising.at(-1); before !== undefined; before = rising.at(-1)) {
      if (level(before) < level(last)) break;
      rising.pop();
      last = joined(before, last);
    }
    rising.push(last);
  }
  return rising;
}

function joined(one: Step, other: Step): Step {
  return {
    weight: one.weight + other.weight,
    turned: one.turned + other.turned,
    moment: one.moment + other.moment,
  };
}
