import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, type Random, seededRandom } from "../math/index.ts";
import { inferMean } from "./infer-mean.ts";

const skewed = [
  0.021, 0.065, 0.11, 0.158, 0.208, 0.26, 0.316, 0.375, 0.437, 0.504, 0.575, 0.652, 0.736, 0.827,
  0.927, 1.038, 1.163, 1.306, 1.473, 1.674, 1.925, 2.262, 2.773, 3.871,
];

// scipy 1.17.1: stats.bootstrap(method="BCa") on the replicates that mulberry32 gives from seed 7, drawn
// again in Python, at the level 2·Φ(√(24/23)·t) − 1; p-values by solving the limit's formula for its level
// with optimize.brentq, shares counted with the "+ 1".
it("agrees with scipy's BCa on 24 skewed blocks", () => {
  const inference = inferMean(skewed, { random: seededRandom(7), resamples: 999 });
  expect(inference).toMatchObject({ n: 24, method: "bca" });
  expect(inference.standardError).toBeCloseTo(0.1948889749585299, 10);
  expect(inference.interval(0.95)?.low).toBeCloseTo(0.6718372910075856, 6);
  expect(inference.interval(0.95)?.high).toBeCloseTo(1.5198025362247067, 6);
  expect(inference.interval(0.9)?.low).toBeCloseTo(0.7250281390426219, 6);
  expect(inference.interval(0.9)?.high).toBeCloseTo(1.4329023354781147, 6);
  expect(inference.pGreater(0.65)).toBeCloseTo(0.01846757108595274, 8);
  expect(inference.pGreater(0.7)).toBeCloseTo(0.03733275234334032, 8);
  expect(inference.pLess(1.4)).toBeCloseTo(0.06581942343653513, 8);
  expect(inference.pLess(1.5)).toBeCloseTo(0.03477043865125806, 8);
});

it("uses t below 20 blocks and the bootstrap from 20 on", () => {
  const random = seededRandom(1);
  expect(inferMean(skewed.slice(0, 19), { random }).method).toBe("t");
  expect(inferMean(skewed.slice(0, 20), { random }).method).toBe("bca");
});

const blocks = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
  minLength: 20,
  maxLength: 40,
});
const threshold = fc.double({ min: -10, max: 10, noNaN: true });

it("has limits that widen with the level, and p-values that rise with the threshold", () => {
  fc.assert(
    fc.property(blocks, threshold, fc.integer(), (values, at, seed) => {
      const inference = inferMean(values, { random: seededRandom(seed), resamples: 199 });
      const [narrow, wide] = [inference.interval(0.5), inference.interval(0.9)];
      expect(wide?.low).toBeLessThanOrEqual(narrow?.low ?? -100);
      expect(narrow?.low).toBeLessThanOrEqual(narrow?.high ?? -100);
      expect(wide?.high).toBeGreaterThanOrEqual(narrow?.high ?? 100);
      expect(inference.pGreater(at + 1)).toBeGreaterThanOrEqual(inference.pGreater(at));
      expect(inference.pLess(at + 1)).toBeLessThanOrEqual(inference.pLess(at));
      expect(inference.pGreater(at) + inference.pLess(at)).toBeGreaterThanOrEqual(1 - 1e-9);
    }),
    { numRuns: 60 },
  );
});

it.each([0.5, 0.8, 0.9, 0.95])(
  "has a p-value of half the rest at the limits of level %f",
  (level) => {
    const inference = inferMean(skewed, { random: seededRandom(5) });
    const limits = inference.interval(level);
    expect(Math.abs(inference.pGreater(limits?.low ?? 0) - (1 - level) / 2)).toBeLessThan(1e-3);
    expect(Math.abs(inference.pLess(limits?.high ?? 0) - (1 - level) / 2)).toBeLessThan(1e-3);
  },
);

it("mirrors its limits and p-values when every value changes sign", () => {
  const plus = inferMean(skewed, { random: seededRandom(3), resamples: 499 });
  const minus = inferMean(
    skewed.map((value) => -value),
    { random: seededRandom(3), resamples: 499 },
  );
  expect(minus.interval(0.95)?.low).toBeCloseTo(-(plus.interval(0.95)?.high ?? 0), 10);
  expect(minus.pLess(-0.8)).toBeCloseTo(plus.pGreater(0.8), 10);
});

it("never gives a p-value of 0 by bootstrap", () => {
  const inference = inferMean(skewed, { random: seededRandom(1), resamples: 199 });
  expect(inference.pGreater(-1e6)).toBeGreaterThanOrEqual(1 / 200);
  expect(inference.pGreater(-1e6)).toBeLessThan(0.02);
  expect(inference.pLess(1e6)).toBeGreaterThanOrEqual(1 / 200);
  expect(inference.pLess(1e6)).toBeLessThan(0.03);
  expect(inference.pGreater(1e6)).toBe(1);
});

it("collapses to the point when the blocks are all equal", () => {
  const random = seededRandom(1);
  const inference = inferMean(new Array<number>(20).fill(0.1), { random, resamples: 199 });
  expect(inference.interval(0.95)).toEqual({ low: 0.1, high: 0.1 });
  expect([inference.pGreater(0), inference.pGreater(0.1), inference.pGreater(1)]).toEqual([
    1 / 200,
    1,
    1,
  ]);
  expect([inference.pLess(0), inference.pLess(0.1), inference.pLess(1)]).toEqual([1, 1, 1 / 200]);
});

it("gives an estimate but no interval for one block", () => {
  const inference = inferMean([0.4], { random: seededRandom(1) });
  expect(inference.estimate).toBe(0.4);
  expect(inference.interval(0.95)).toBeNull();
});

it("refuses no blocks, broken values and too few resamples", () => {
  const random = seededRandom(1);
  expect(() => inferMean([], { random })).toThrow("block values are empty");
  expect(() => inferMean([1, Number.NaN], { random })).toThrow(RangeError);
  expect(() => inferMean([1, 2], { random, resamples: 10 })).toThrow(
    "resamples must be a whole number of at least 100, not 10",
  );
});

/** Share of trials whose 95 % interval covers, and in which each one-sided p is at most 0.05. */
function calibrate(draw: (random: Random) => number, truth: number, n: number) {
  const random = seededRandom(n);
  const trials = 400;
  const counts = { covers: 0, greater: 0, less: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: n }, () => draw(random));
    const inference = inferMean(values, { random, resamples: 399 });
    const { low, high } = inference.interval(0.95) ?? { low: truth, high: truth };
    if (low <= truth && truth <= high) counts.covers++;
    if (inference.pGreater(truth) <= 0.05) counts.greater++;
    if (inference.pLess(truth) <= 0.05) counts.less++;
  }
  return {
    covers: counts.covers / trials,
    greater: counts.greater / trials,
    less: counts.less / trials,
  };
}

describe("calibration", () => {
  it.each([20, 45])("covers the mean of %i normal blocks as often as it should", (n) => {
    const { covers, greater, less } = calibrate(drawNormal, 0, n);
    expect(covers).toBeGreaterThan(0.93);
    expect(covers).toBeLessThan(0.98);
    for (const rate of [greater, less]) {
      expect(rate).toBeGreaterThan(0.02);
      expect(rate).toBeLessThan(0.085);
    }
  });

  it("keeps to its error rates on skewed blocks, where t on 6 blocks does not", () => {
    const exponential = (random: Random) => -Math.log(1 - random());
    const many = calibrate(exponential, 1, 30);
    expect(many.covers).toBeGreaterThan(0.91);
    expect(many.greater).toBeLessThan(0.085);
    expect(many.less).toBeLessThan(0.1);
    // The known failure of the small default: coverage near 88 %, and p of "less" too small.
    const few = calibrate(exponential, 1, 6);
    expect(few.covers).toBeLessThan(0.92);
    expect(few.covers).toBeGreaterThan(0.84);
    expect(few.greater).toBeLessThan(0.05);
  });
});
