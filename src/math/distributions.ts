import { createRequire } from "node:module";

/**
 * The library comes in more than two hundred small files, which every start of a program or a thread would wait for
 * (0.16 s, 9 MB); so each function is loaded when it is first called.
 */
const require = createRequire(import.meta.url);

let normalCdfOf: typeof import("@stdlib/stats-base-dists-normal-cdf") | null = null;
let normalQuantileOf: typeof import("@stdlib/stats-base-dists-normal-quantile") | null = null;
let tCdfOf: typeof import("@stdlib/stats-base-dists-t-cdf") | null = null;
let tQuantileOf: typeof import("@stdlib/stats-base-dists-t-quantile") | null = null;
let betaQuantileOf: typeof import("@stdlib/stats-base-dists-beta-quantile") | null = null;

/**
 * Probability that a standard normal variable is at most x.
 *
 * @param x  any number; infinities give 0 and 1
 * @throws RangeError if x is NaN
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError("x must be a number, not NaN");
  normalCdfOf ??= require("@stdlib/stats-base-dists-normal-cdf") as NonNullable<typeof normalCdfOf>;
  return normalCdfOf(x, 0, 1);
}

/**
 * The value that a standard normal variable stays below with the given probability.
 *
 * @param probability  strictly between 0 and 1
 * @throws RangeError if the probability is out of range
 */
export function normalQuantile(probability: number): number {
  requireOpenProbability(probability);
  normalQuantileOf ??= require("@stdlib/stats-base-dists-normal-quantile") as NonNullable<
    typeof normalQuantileOf
  >;
  return normalQuantileOf(probability, 0, 1);
}

/**
 * Probability that Student's t variable is at most x.
 *
 * @param x  any number; infinities give 0 and 1
 * @param degreesOfFreedom  above 0
 * @throws RangeError if x is NaN or the degrees of freedom are not above 0
 */
export function tCdf(x: number, degreesOfFreedom: number): number {
  if (Number.isNaN(x)) throw new RangeError("x must be a number, not NaN");
  requirePositive(degreesOfFreedom, "degrees of freedom");
  tCdfOf ??= require("@stdlib/stats-base-dists-t-cdf") as NonNullable<typeof tCdfOf>;
  return tCdfOf(x, degreesOfFreedom);
}

/**
 * The value that Student's t variable stays below with the given probability.
 *
 * @param probability  strictly between 0 and 1
 * @param degreesOfFreedom  above 0
 * @throws RangeError if an argument is out of range
 */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  requireOpenProbability(probability);
  requirePositive(degreesOfFreedom, "degrees of freedom");
  tQuantileOf ??= require("@stdlib/stats-base-dists-t-quantile") as NonNullable<typeof tQuantileOf>;
  return tQuantileOf(probability, degreesOfFreedom);
}

/**
 * The value that a beta variable stays below with the given probability; in [0, 1].
 *
 * @param probability  strictly between 0 and 1
 * @param alpha  first shape, above 0
 * @param beta  second shape, above 0
 * @throws RangeError if an argument is out of range
 */
export function betaQuantile(probability: number, alpha: number, beta: number): number {
  requireOpenProbability(probability);
  requirePositive(alpha, "alpha");
  requirePositive(beta, "beta");
  betaQuantileOf ??= require("@stdlib/stats-base-dists-beta-quantile") as NonNullable<
    typeof betaQuantileOf
  >;
  return betaQuantileOf(probability, alpha, beta);
}

function requireOpenProbability(probability: number): void {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability must lie strictly between 0 and 1, not ${probability}`);
  }
}

function requirePositive(value: number, what: string): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${what} must be finite and above 0, not ${value}`);
  }
}
