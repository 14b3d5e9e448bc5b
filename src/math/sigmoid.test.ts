import fc from "fast-check";
import { expect, it } from "vitest";
import { sigmoid } from "./sigmoid.ts";

it("undoes the logarithm of odds", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
      expect(sigmoid(Math.log(p / (1 - p)))).toBeCloseTo(p, 12);
    }),
  );
});

it("holds at the ends", () => {
  expect(sigmoid(-1000)).toBe(0);
  expect(sigmoid(1000)).toBe(1);
  expect(sigmoid(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(sigmoid(-40)).toBeCloseTo(Math.exp(-40), 30);
  expect(() => sigmoid(Number.NaN)).toThrow(RangeError);
});
