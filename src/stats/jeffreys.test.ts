import fc from "fast-check";
import { expect, it } from "vitest";
import { jeffreys } from "./jeffreys.ts";

// scipy 1.17.1: stats.beta.ppf of the tails at k + 1/2 and n − k + 1/2.
it.each([
  [0, 10, 0.95, 0, 0.217196],
  [1, 10, 0.95, 0.011012, 0.381315],
  [5, 10, 0.95, 0.223529, 0.776471],
  [3, 300, 0.95, 0.002824, 0.026444],
  [15, 800, 0.95, 0.011001, 0.029964],
  [7, 23, 0.9, 0.169224, 0.473894],
])("for %i of %i at level %f has the known limits", (hits, n, level, low, high) => {
  expect(Math.abs(jeffreys(hits, n, level).low - low)).toBeLessThan(1e-6);
  expect(Math.abs(jeffreys(hits, n, level).high - high)).toBeLessThan(1e-6);
});

// Its coverage is checked with that of Wilson in rate-coverage.test.ts.
it("holds the rate, reaches the ends, and mirrors when hits become misses", () => {
  const counts = fc
    .integer({ min: 1, max: 2000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([hits, n]) => {
      const { low, high } = jeffreys(hits, n, 0.95);
      expect(low).toBeLessThanOrEqual(hits / n);
      expect(high).toBeGreaterThanOrEqual(hits / n);
      expect(jeffreys(n - hits, n, 0.95).low).toBeCloseTo(1 - high, 8);
      expect(jeffreys(0, n, 0.95).low).toBe(0);
      expect(jeffreys(n, n, 0.95).high).toBe(1);
    }),
  );
});

it("refuses counts that are not hits out of n", () => {
  expect(() => jeffreys(0, 0, 0.95)).toThrow("n must be a whole number of at least 1, not 0");
  expect(() => jeffreys(-1, 10, 0.95)).toThrow("hits must be a whole number from 0 to 10, not -1");
  expect(() => jeffreys(1, 10, 0)).toThrow(RangeError);
});
