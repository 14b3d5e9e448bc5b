import { normalQuantile } from "../../math/index.ts";
import type { ChainRates } from "../chain/hidden-chain.ts";
import { type Interval, requireLevel } from "../inference.ts";
import { ageMargin } from "../sequential/clear-age.ts";
import {
  bestOf,
  climb,
  climbAlong,
  fitPrepared,
  type RateName,
  type SessionFit,
} from "./fit-sessions.ts";
import { type PreparedSessions, prepareSessions, type SessionRecord } from "./session-record.ts";

/** What sessions tell of one number of their chain. */
export interface SessionProfile {
  /** Most likely value. */
  readonly value: number;
  /**
   * From the lowest to the highest value that the sessions do not speak against.
   *
   * @param level  coverage, strictly between 0 and 1
   * @throws RangeError if the level is out of range
   */
  interval(level: number): Interval;
}

/** Values at which the profile of a rate is looked at, dense where rates usually are. */
const rateGrid = [
  0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.07, 0.11, 0.16, 0.23, 0.32, 0.43, 0.56, 0.7, 0.85, 1,
];

/** Values at which the profile of the margin is looked at. */
const marginGrid = [
  -0.98, -0.7, -0.5, -0.35, -0.22, -0.14, -0.09, -0.05, -0.02, 0, 0.01, 0.02, 0.035, 0.053, 0.08,
  0.11, 0.16, 0.25, 0.4, 0.6, 0.8, 0.98,
];

/**
 * Which values of one rate the sessions allow, whatever the others are: profile likelihood, the limits where
 * 2·(top − profile) reaches the χ²₁ quantile. Looked at over all of [0, 1], since there may be two peaks.
 *
 * Source: Venzon and Moolgavkar 1988, https://doi.org/10.2307/2347496, on a grid with bracketing. Known failure:
 * sessions are taken as independent and alike; evidence that is miscalibrated is taken at its word.
 *
 * @param fixed  the other rates that are known beforehand
 * @throws RangeError as `fitSessions`, or if the rate itself is fixed
 */
export function profileRate(
  records: readonly SessionRecord[],
  name: RateName,
  fixed: Partial<ChainRates> = {},
): SessionProfile {
  if (fixed[name] !== undefined)
    throw new RangeError(`${name} is fixed, so there is nothing to learn of it`);
  const data = prepareSessions(records);
  const top = fitPrepared(data, fixed);
  return profiled({
    top,
    grid: rateGrid,
    numberOf: (rates) => rates[name],
    climbAt: (value, from) => climb(data, from, { ...fixed, [name]: value }),
  });
}

/**
 * Which values the sessions allow of what decides whether clearing by age pays, `ageMargin` (next-turn): profile
 * likelihood of that number itself, whatever the rates behind it are, see {@link profileRate}.
 *
 * For a margin g either ρ = (g + π₀)·ε, from below ε, or ρ = (1 − π₀)·ε/g, from ε up; the likelier counts.
 *
 * @throws RangeError as `fitSessions`
 */
export function profileAgeMargin(records: readonly SessionRecord[]): SessionProfile {
  const data = prepareSessions(records);
  const top = fitPrepared(data, {});
  return profiled({
    top,
    grid: marginGrid,
    numberOf: marginOf,
    climbAt: (margin, from) =>
      bestOf([from, top.rates].flatMap((start) => climbsAtMargin(data, margin, start))),
  });
}

function marginOf(rates: ChainRates): number {
  return ageMargin({ ...rates, convention: "next-turn" });
}

/** A climb on either side of ε = ρ, where there is a side. */
function climbsAtMargin(data: PreparedSessions, margin: number, start: ChainRates): SessionFit[] {
  const slow = ([pi0 = 0, epsilon = 0, r = 0]: readonly number[]): ChainRates | null => {
    const share = margin + pi0;
    return share >= 0 && share < 1 ? { pi0, rho: share * epsilon, epsilon, r } : null;
  };
  const quick = ([pi0 = 0, epsilon = 0, r = 0]: readonly number[]): ChainRates | null => {
    const rho = ((1 - pi0) * epsilon) / margin;
    return rho >= epsilon && rho <= 1 ? { pi0, rho, epsilon, r } : null;
  };
  const { epsilon, r } = start;
  // Begun inside: π₀ where the margin leaves room for it, a slow reveal where masking is the quicker.
  const lowest = Math.max(0, -margin);
  const highest = Math.min(1, 1 - margin);
  const inside = Math.min(Math.max(start.pi0, lowest + 0.02 * (1 - lowest)), 0.999 * highest);
  const climbs: SessionFit[] = [];
  if (highest > lowest && slow([inside, epsilon, r]) !== null) {
    climbs.push(climbAlong(data, [inside, epsilon, r], slow));
  }
  const held = Math.min(epsilon, 0.5 * margin);
  if (margin > 0 && quick([inside, held, r]) !== null) {
    climbs.push(climbAlong(data, [inside, held, r], quick));
  }
  return climbs;
}

interface Profiling {
  readonly top: SessionFit;
  readonly grid: readonly number[];
  numberOf(rates: ChainRates): number;
  /** The likeliest chain at a value; from where its neighbour's was. */
  climbAt(value: number, from: ChainRates): SessionFit;
}

interface Point extends SessionFit {
  readonly value: number;
}

function profiled({ top: fit, grid, numberOf, climbAt }: Profiling): SessionProfile {
  const first = { value: numberOf(fit.rates), ...fit };
  const at = (value: number, from: Point): Point => ({ value, ...climbAt(value, from.rates) });
  const outward = (values: readonly number[]) => {
    const points: Point[] = [];
    for (const value of values) points.push(at(value, points.at(-1) ?? first));
    return points;
  };
  const below = outward(grid.filter((value) => value < first.value).reverse());
  const above = outward(grid.filter((value) => value > first.value));
  const points = [...below.reverse(), first, ...above];
  const top = points.reduce((best, one) => (one.logLikelihood > best.logLikelihood ? one : best));
  return {
    value: top.value,
    interval(level) {
      requireLevel(level);
      const reach = normalQuantile((1 + level) / 2);
      const excess = (point: Point) =>
        Math.sqrt(Math.max(0, 2 * (top.logLikelihood - point.logLikelihood))) - reach;
      const inside = points.filter((point) => excess(point) <= 0);
      const limit = (edge: Point, beyond: Point | undefined) =>
        beyond === undefined ? edge.value : crossing(at, excess, [edge, beyond]);
      const [lowest = top, highest = top] = [inside[0], inside.at(-1)];
      return {
        low: limit(lowest, points[points.indexOf(lowest) - 1]),
        high: limit(highest, points[points.indexOf(highest) + 1]),
      };
    },
  };
}

/** Where the excess crosses 0 between a point inside and one outside: halving, as profiles may have kinks. */
function crossing(
  at: (value: number, from: Point) => Point,
  excess: (point: Point) => number,
  [inside, outside]: readonly [Point, Point],
): number {
  let [near, far] = [inside, outside.value];
  while (Math.abs(far - near.value) > 1e-3 * Math.max(0.05, Math.abs(far))) {
    const middle = at((near.value + far) / 2, near);
    if (excess(middle) > 0) far = middle.value;
    else near = middle;
  }
  return far;
}
