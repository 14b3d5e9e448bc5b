import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, type Random, seededRandom } from "../math/index.ts";
import { inferRatio } from "./infer-ratio.ts";

const later = [0.41, 0.18, 0.35, 0.29, 0.05, 0.44, 0.22];
const atOnce = [0.91, 0.34, 0.62, 0.75, 0.28, 0.79, 0.55];

// scipy 1.17.1: roots in k of the p-value of stats.ttest_1samp(numerator − k·denominator).
it("agrees with a search for the ratios that scipy's t test does not reject", () => {
  const inference = inferRatio(later, atOnce);
  expect(inference).toMatchObject({ n: 7, method: "fieller" });
  expect(inference.estimate).toBeCloseTo(0.4575471698113207, 10);
  expect(inference.standardError).toBeCloseTo(0.0370335192361069, 10);
  expect(inference.interval(0.95)?.low).toBeCloseTo(0.3480253033454171, 8);
  expect(inference.interval(0.95)?.high).toBeCloseTo(0.5434508616268454, 8);
  expect(inference.interval(0.9)?.low).toBeCloseTo(0.37511272143103686, 8);
  expect(inference.interval(0.9)?.high).toBeCloseTo(0.5258475947665971, 8);
  expect(inference.pGreater(0.3)).toBeCloseTo(0.00943423515807421, 8);
  expect(inference.pLess(0.8)).toBeCloseTo(0.000288441367067494, 8);
});

const pair = fc.tuple(
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
);
const pairs = fc.array(pair, { minLength: 3, maxLength: 25 });

it("has a p-value of (1 - level) / 2 at either limit", () => {
  fc.assert(
    fc.property(pairs, (values) => {
      const inference = inferRatio(
        values.map(([top]) => top),
        values.map(([, bottom]) => bottom),
      );
      const limits = inference.interval(0.9);
      fc.pre(limits !== null && limits.high - limits.low > 1e-3);
      expect(inference.reason(0.9)).toBeNull();
      expect(inference.pGreater(limits?.low ?? 0)).toBeCloseTo(0.05, 5);
      expect(inference.pLess(limits?.high ?? 0)).toBeCloseTo(0.05, 5);
    }),
  );
});

it("stays the same when numerators and denominators all change sign", () => {
  const plus = inferRatio(later, atOnce);
  const minus = inferRatio(
    later.map((value) => -value),
    atOnce.map((value) => -value),
  );
  expect(minus.estimate).toBeCloseTo(plus.estimate ?? 0, 12);
  expect(minus.interval(0.95)?.low).toBeCloseTo(plus.interval(0.95)?.low ?? 0, 10);
  expect(minus.pGreater(0.3)).toBeCloseTo(plus.pGreater(0.3), 10);
  expect(minus.pLess(0.8)).toBeCloseTo(plus.pLess(0.8), 10);
});

it("has no interval, and says why, where the denominator may be 0", () => {
  const inference = inferRatio([1, 2, 1.5], [0.1, -0.2, 0.3]);
  expect(inference.estimate).not.toBeNull();
  expect(inference.interval(0.95)).toBeNull();
  expect(inference.reason(0.95)).toContain("cannot be told from 0 at level 0.95");
});

it("has no estimate and makes no claim where the denominators average 0", () => {
  const inference = inferRatio([1, 2], [1, -1]);
  expect(inference).toMatchObject({ estimate: null, standardError: null });
  expect(inference.interval(0.95)).toBeNull();
  expect([inference.pGreater(-9), inference.pLess(9)]).toEqual([1, 1]);
});

it("collapses to the point for a perfect proportion", () => {
  const inference = inferRatio([4, 5, 6], [8, 10, 12]);
  expect(inference.interval(0.95)?.low).toBeCloseTo(0.5, 10);
  expect(inference.interval(0.95)?.high).toBeCloseTo(0.5, 10);
  expect(inference.standardError).toBe(0);
  expect(inference.pGreater(0.5)).toBe(1);
});

it("gives an estimate but no interval for one block", () => {
  const inference = inferRatio([1], [2]);
  expect(inference).toMatchObject({ estimate: 0.5, standardError: null, n: 1 });
  expect(inference.interval(0.95)).toBeNull();
  expect(inference.reason(0.95)).toContain("one block");
  expect(inference.pGreater(0)).toBe(1);
});

it("refuses lists that do not pair, and broken arguments", () => {
  expect(() => inferRatio([1, 2], [1])).toThrow("2 numerators need as many denominators, not 1");
  expect(() => inferRatio([], [])).toThrow(RangeError);
  expect(() => inferRatio([1], [Number.NaN])).toThrow(RangeError);
  expect(() => inferRatio(later, atOnce).interval(1)).toThrow(RangeError);
  expect(() => inferRatio(later, atOnce).pGreater(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});

describe("calibration", () => {
  const skewed = (random: Random) => -Math.log(1 - random()) - 1;

  it.each([
    ["normal", 6, drawNormal, 0.933, 0.967],
    ["normal", 25, drawNormal, 0.933, 0.967],
    ["skewed", 12, skewed, 0.9, 0.98],
  ] as const)("covers a ratio of correlated %s blocks, n = %i", (_name, n, noise, least, most) => {
    const random = seededRandom(n);
    const trials = 1500;
    let covered = 0;
    let rejected = 0;
    for (let trial = 0; trial < trials; trial++) {
      const bottom: number[] = [];
      const top: number[] = [];
      for (let block = 0; block < n; block++) {
        const shared = noise(random);
        bottom.push(1 + 0.25 * shared);
        top.push(0.8 + 0.1 * shared + 0.2 * noise(random));
      }
      const inference = inferRatio(top, bottom);
      const limits = inference.interval(0.95);
      if (limits !== null && limits.low <= 0.8 && limits.high >= 0.8) covered++;
      if (inference.pGreater(0.8) <= 0.05) rejected++;
    }
    expect(covered / trials).toBeGreaterThan(least);
    expect(covered / trials).toBeLessThan(most);
    expect(rejected / trials).toBeGreaterThan(0.015);
    expect(rejected / trials).toBeLessThan(0.07);
  });
});
