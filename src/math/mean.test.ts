import fc from "fast-check";
import { expect, it } from "vitest";
import { mean } from "./mean.ts";

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });

it("lies between the smallest and the largest value and moves with a shift", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 30 }), number, (values, shift) => {
      const centre = mean(values);
      expect(centre).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
      expect(centre).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
      expect(mean(values.map((value) => value + shift))).toBeCloseTo(centre + shift, 6);
    }),
  );
});

it("of equal values is exactly that value", () => {
  expect(mean([0.1, 0.1, 0.1, 0.1, 0.1, 0.1])).toBe(0.1);
});

it("agrees with numpy 2.4.6", () => {
  expect(mean([3.1, -0.4, 2.2, 7.5, 0.05, -1.25, 4])).toBeCloseTo(2.1714285714285717, 12);
});

it("refuses nothing at all and values that are not finite", () => {
  expect(() => mean([])).toThrow(RangeError);
  expect(() => mean([1, Number.NaN])).toThrow("values must be finite, not NaN (at index 1)");
  expect(() => mean([Number.POSITIVE_INFINITY])).toThrow(RangeError);
});
