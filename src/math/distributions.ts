import { createRequire } from "node:module";

/**
 * The library comes in more than two hundred small files, which every start of a program or a thread would wait for
 * (0.16 s, 9 MB); so each function is loaded when it is first called.
 */
const require = createRequire(import.meta.url);

function onFirstUse<Loaded>(name: string): () => Loaded {
  let loaded: Loaded | null = null;
  return () => {
    // The name and the type stand side by side below.
    loaded ??= require(name) as Loaded;
    return loaded;
  };
}

const normalCdfOf = onFirstUse<typeof import("@stdlib/stats-base-dists-normal-cdf")>(
  "@stdlib/stats-base-dists-normal-cdf",
);
const normalQuantileOf = onFirstUse<typeof import("@stdlib/stats-base-dists-normal-quantile")>(
  "@stdlib/stats-base-dists-normal-quantile",
);
const tCdfOf = onFirstUse<typeof import("@stdlib/stats-base-dists-t-cdf")>(
  "@stdlib/stats-base-dists-t-cdf",
);
const tQuantileOf = onFirstUse<typeof import("@stdlib/stats-base-dists-t-quantile")>(
  "@stdlib/stats-base-dists-t-quantile",
);
const betaQuantileOf = onFirstUse<typeof import("@stdlib/stats-base-dists-beta-quantile")>(
  "@stdlib/stats-base-dists-beta-quantile",
);

/**
 * Probability that a standard normal variable is at most x.
 *
 * @param x  any number; infinities give 0 and 1
 * @throws RangeError if x is NaN
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError("x must be a number, not NaN");
  return normalCdfOf()(x, 0, 1);
}

/**
 * The value that a standard normal variable stays below with the given probability.
 *
 * @param probability  strictly between 0 and 1
 * @throws RangeError if the probability is out of range
 */
export function normalQuantile(probability: number): number {
  requireOpenProbability(probability);
  return normalQuantileOf()(probability, 0, 1);
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
  return tCdfOf()(x, degreesOfFreedom);
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
  return tQuantileOf()(probability, degreesOfFreedom);
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
  return betaQuantileOf()(probability, alpha, beta);
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
