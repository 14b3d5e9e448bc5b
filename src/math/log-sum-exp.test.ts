import fc from "fast-check";
import { expect, it } from "vitest";
import { logSumExp } from "./log-sum-exp.ts";

it("adds what the logarithms stand for", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1 }),
      (xs) => {
        const sum = xs.reduce((total, x) => total + x, 0);
        expect(logSumExp(xs.map(Math.log))).toBeCloseTo(Math.log(sum), 10);
      },
    ),
  );
});

it("holds where the exponentials would overflow or vanish", () => {
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
  expect(logSumExp([-1e5, -1e5, Number.NEGATIVE_INFINITY])).toBeCloseTo(-1e5 + Math.LN2, 8);
  expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
});

it("refuses what is no logarithm of a finite number", () => {
  expect(() => logSumExp([0, Number.NaN])).toThrow(RangeError);
  expect(() => logSumExp([Number.POSITIVE_INFINITY])).toThrow(RangeError);
});
