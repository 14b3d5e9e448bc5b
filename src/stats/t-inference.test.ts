import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, seededRandom } from "../math/index.ts";
import { tInference } from "./t-inference.ts";

// scipy 1.17.1: stats.sem, stats.t.interval, stats.ttest_1samp.
it("agrees with scipy on six blocks", () => {
  const inference = tInference([0.91, 0.34, 0.62, 0.75, 0.28, 0.79]);
  expect(inference).toMatchObject({ n: 6, method: "t" });
  expect(inference.estimate).toBeCloseTo(0.615, 12);
  expect(inference.standardError).toBeCloseTo(0.10388294694831615, 12);
  expect(inference.interval(0.95)?.low).toBeCloseTo(0.3479603835422877, 8);
  expect(inference.interval(0.95)?.high).toBeCloseTo(0.8820396164577124, 8);
  expect(inference.interval(0.9)?.low).toBeCloseTo(0.40567083673475474, 8);
  expect(inference.interval(0.9)?.high).toBeCloseTo(0.8243291632652453, 8);
  expect(inference.pGreater(0.1)).toBeCloseTo(0.0021286570059979404, 10);
  expect(inference.pGreater(0.5)).toBeCloseTo(0.15934060660853705, 10);
  expect(inference.pLess(1)).toBeCloseTo(0.006955569727908657, 10);
});

const number = fc.double({ min: -100, max: 100, noNaN: true });
const level = fc.double({ min: 0.01, max: 0.99, noNaN: true });

it("has a p-value of (1 - level) / 2 at either limit, and p-values that add up to 1", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 19 }), level, (values, at) => {
      const inference = tInference(values);
      const limits = inference.interval(at);
      fc.pre(limits !== null && inference.standardError !== null && inference.standardError > 1e-3);
      expect(inference.pGreater(limits?.low ?? 0)).toBeCloseTo((1 - at) / 2, 6);
      expect(inference.pLess(limits?.high ?? 0)).toBeCloseTo((1 - at) / 2, 6);
      expect(inference.pGreater(1) + inference.pLess(1)).toBeCloseTo(1, 10);
    }),
  );
});

it("collapses to the point when the values are all equal", () => {
  const inference = tInference([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]);
  expect(inference.interval(0.95)).toEqual({ low: 0.1, high: 0.1 });
  expect([inference.pGreater(0), inference.pGreater(0.1), inference.pGreater(0.2)]).toEqual([
    0, 1, 1,
  ]);
  expect([inference.pLess(0), inference.pLess(0.1), inference.pLess(0.2)]).toEqual([1, 1, 0]);
});

it("claims nothing from a single value", () => {
  const inference = tInference([3]);
  expect(inference).toMatchObject({ estimate: 3, standardError: null, n: 1 });
  expect(inference.interval(0.95)).toBeNull();
  expect(inference.reason(0.95)).toContain("one unit");
  expect([inference.pGreater(0), inference.pLess(0)]).toEqual([1, 1]);
});

it("gives a reason exactly where there is no interval", () => {
  expect(tInference([1, 2]).reason(0.95)).toBeNull();
  expect(() => tInference([1, 2]).interval(95)).toThrow(RangeError);
  expect(() => tInference([1, 2]).pGreater(Number.NaN)).toThrow(RangeError);
});

describe("calibration", () => {
  it.each([2, 6, 12])("covers the mean of %i normal values at the level asked for", (n) => {
    const random = seededRandom(n);
    const trials = Array.from({ length: 2000 }, () => {
      const inference = tInference(Array.from({ length: n }, () => 5 + 2 * drawNormal(random)));
      const { low, high } = inference.interval(0.95) ?? { low: 0, high: 0 };
      return { covers: low <= 5 && 5 <= high, rejects: inference.pGreater(5) <= 0.05 };
    });
    // 3 standard errors of 2000 trials: 0.015 on either side.
    expect(trials.filter(({ covers }) => covers).length / 2000).toBeGreaterThan(0.935);
    expect(trials.filter(({ covers }) => covers).length / 2000).toBeLessThan(0.965);
    expect(trials.filter(({ rejects }) => rejects).length / 2000).toBeGreaterThan(0.035);
    expect(trials.filter(({ rejects }) => rejects).length / 2000).toBeLessThan(0.065);
  });
});
