import fc from "fast-check";
import { expect, it } from "vitest";
import { wilson } from "./wilson.ts";

// scipy 1.17.1: stats.binomtest(hits, n).proportion_ci(level, method="wilson").
it.each([
  [0, 10, 0.95, 0, 0.277533],
  [1, 10, 0.95, 0.017876, 0.40415],
  [5, 10, 0.95, 0.236593, 0.763407],
  [3, 300, 0.95, 0.003407, 0.028983],
  [15, 800, 0.95, 0.011395, 0.030705],
  [7, 23, 0.9, 0.174249, 0.475632],
])("for %i of %i at level %f has the known limits", (hits, n, level, low, high) => {
  expect(Math.abs(wilson(hits, n, level).low - low)).toBeLessThan(1e-6);
  expect(Math.abs(wilson(hits, n, level).high - high)).toBeLessThan(1e-6);
});

it("holds the rate, stays in [0, 1], and mirrors when hits become misses", () => {
  const counts = fc
    .integer({ min: 1, max: 2000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([hits, n]) => {
      const { low, high } = wilson(hits, n, 0.95);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(hits / n);
      expect(high).toBeGreaterThanOrEqual(hits / n);
      expect(wilson(n - hits, n, 0.95).low).toBeCloseTo(1 - high, 10);
    }),
  );
});

// Its coverage is checked with that of Jeffreys in rate-coverage.test.ts.
it("refuses counts that are not hits out of n", () => {
  expect(() => wilson(0, 0, 0.95)).toThrow("n must be a whole number of at least 1, not 0");
  expect(() => wilson(11, 10, 0.95)).toThrow("hits must be a whole number from 0 to 10, not 11");
  expect(() => wilson(0.5, 10, 0.95)).toThrow(RangeError);
  expect(() => wilson(1, 10, 95)).toThrow(RangeError);
});
