import { sigmoid, solvePositive, tQuantile } from "../../math/index.ts";
import { type Interval, requireLevel } from "../inference.ts";
import { logisticRegression } from "./logistic-regression.ts";

/** Log-odds given beforehand, what came, and what it shares with others. */
export interface LogOddsForecast {
  /** In nats, prior odds included; finite. */
  readonly logOdds: number;
  readonly happened: boolean;
  /** Question, item or conversation. */
  readonly group: string;
}

/** How stated log-odds have to be stretched and moved to become true ones. */
export interface ReliabilitySlope {
  /** 1 is calibrated; below 1 says too much, above 1 too little. */
  readonly slope: number;
  readonly slopeInterval: Interval;
  /** In nats, with the slope; 0 is calibrated. */
  readonly intercept: number;
  readonly interceptInterval: Interval;
  readonly groups: number;
}

/**
 * Calibration in two numbers: logistic regression of what happened on the log-odds that were stated.
 *
 * Intervals are Student's t with groups − 1 degrees of freedom on clustered (sandwich) standard errors, times
 * G/(G − 1).
 *
 * Sources: Cox 1958, "Two further applications of a model for binary regression",
 * https://doi.org/10.1093/biomet/45.3-4.562; Liang and Zeger 1986, https://doi.org/10.1093/biomet/73.1.13. Known failure:
 * under some 20 groups the intervals are too short.
 *
 * @param level  coverage, strictly between 0 and 1
 * @returns null where there are not two groups, not both kinds, or no finite slope (log-odds that are all
 *   equal, or that part the two kinds)
 * @throws RangeError if log-odds are not finite or the level is out of range
 */
export function reliabilitySlope(
  forecasts: readonly LogOddsForecast[],
  level = 0.95,
): ReliabilitySlope | null {
  requireLevel(level);
  const broken = forecasts.find(({ logOdds }) => !Number.isFinite(logOdds));
  if (broken !== undefined) throw new RangeError(`log-odds must be finite, not ${broken.logOdds}`);
  const groups = new Set(forecasts.map(({ group }) => group)).size;
  if (groups < 2 || new Set(forecasts.map(({ happened }) => happened)).size < 2) return null;
  const fit = logisticRegression(
    forecasts.map(({ logOdds, happened }) => ({ inputs: [1, logOdds], happened, weight: 1 })),
    [0, 0],
  );
  if (fit === null) return null;
  const [intercept = 0, slope = 0] = fit.coefficients;
  const scores = groupScores(forecasts, { intercept, slope });
  const widening = groups / (groups - 1);
  const reach = tQuantile((1 + level) / 2, groups - 1);
  const around = (value: number, unit: readonly number[]): Interval | null => {
    // A row of the inverse information: what a group's score moves the coefficient by.
    const row = solvePositive(fit.information, unit);
    if (row === null) return null;
    const moves = scores.map(([a, b]) => (row[0] ?? 0) * a + (row[1] ?? 0) * b);
    const error = Math.sqrt(widening * moves.reduce((sum, move) => sum + move ** 2, 0));
    return { low: value - reach * error, high: value + reach * error };
  };
  const [interceptInterval, slopeInterval] = [around(intercept, [1, 0]), around(slope, [0, 1])];
  if (interceptInterval === null || slopeInterval === null) return null;
  return { slope, slopeInterval, intercept, interceptInterval, groups };
}

/** Derivatives of the log-likelihood, summed over each group. */
function groupScores(
  forecasts: readonly LogOddsForecast[],
  { intercept, slope }: { readonly intercept: number; readonly slope: number },
): (readonly [number, number])[] {
  const sums = new Map<string, readonly [number, number]>();
  for (const { logOdds, happened, group } of forecasts) {
    const miss = (happened ? 1 : 0) - sigmoid(intercept + slope * logOdds);
    const [a, b] = sums.get(group) ?? [0, 0];
    sums.set(group, [a + miss, b + miss * logOdds]);
  }
  return [...sums.values()];
}
