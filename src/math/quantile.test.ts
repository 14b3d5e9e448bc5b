import fc from "fast-check";
import { expect, it } from "vitest";
import { quantile } from "./quantile.ts";

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
const probability = fc.double({ min: 0, max: 1, noNaN: true });

it("never falls as the probability rises, and ends at the extremes", () => {
  fc.assert(
    fc.property(numbers, probability, probability, (values, one, other) => {
      const low = quantile(values, Math.min(one, other));
      expect(low).toBeLessThanOrEqual(quantile(values, Math.max(one, other)) + 1e-9);
      expect(quantile(values, 0)).toBe(Math.min(...values));
      expect(quantile(values, 1)).toBe(Math.max(...values));
    }),
  );
});

// numpy 2.4.6, np.quantile with its default method ("linear", type 7).
it.each([
  [0, -1.25],
  [0.025, -1.1225],
  [0.3, -0.04],
  [0.5, 2.2],
  [0.975, 6.975],
  [1, 7.5],
])("at %f agrees with numpy", (at, expected) => {
  expect(quantile([3.1, -0.4, 2.2, 7.5, 0.05, -1.25, 4], at)).toBeCloseTo(expected, 12);
});

it("refuses empty input and a probability outside [0, 1]", () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
  expect(() => quantile([1], 1.5)).toThrow("probability must lie in [0, 1], not 1.5");
  expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
});
