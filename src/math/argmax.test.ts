import { expect, it } from "vitest";
import { argmax } from "./argmax.ts";

it("names the first of the greatest", () => {
  expect(argmax([1, 3, 3, 2])).toBe(1);
  expect(argmax([Number.NEGATIVE_INFINITY, -5])).toBe(1);
  expect(argmax([0])).toBe(0);
});

it("refuses an empty list", () => {
  expect(() => argmax([])).toThrow(RangeError);
});
