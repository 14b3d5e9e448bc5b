import fc from "fast-check";
import { expect, it } from "vitest";
import { variance } from "./variance.ts";

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });

it("ignores shifts and grows with the square of the scale", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 20 }), number, (values, shift) => {
      const spread = variance(values);
      expect(spread).toBeGreaterThanOrEqual(0);
      expect(variance(values.map((value) => value + shift))).toBeCloseTo(spread, 4);
      expect(variance(values.map((value) => 3 * value))).toBeCloseTo(9 * spread, 4);
    }),
  );
});

it("agrees with numpy 2.4.6 (ddof = 1)", () => {
  expect(variance([3.1, -0.4, 2.2, 7.5, 0.05, -1.25, 4])).toBeCloseTo(9.236547619047618, 12);
});

it("is exactly 0 for equal values", () => {
  expect(variance([0.1, 0.1, 0.1])).toBe(0);
});

it("refuses fewer than two values", () => {
  expect(() => variance([1])).toThrow("variance needs at least 2 values, not 1");
  expect(() => variance([])).toThrow(RangeError);
});
