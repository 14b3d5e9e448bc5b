import { expect, it } from "vitest";
import { requireHits } from "./hits.ts";

it("takes whole numbers from 0 to n and nothing else", () => {
  expect(() => requireHits(0, 1)).not.toThrow();
  expect(() => requireHits(7, 7)).not.toThrow();
  expect(() => requireHits(0, 0)).toThrow("n must be a whole number of at least 1, not 0");
  expect(() => requireHits(2, 1)).toThrow("hits must be a whole number from 0 to 1, not 2");
  expect(() => requireHits(Number.NaN, 3)).toThrow(RangeError);
  expect(() => requireHits(1, Number.POSITIVE_INFINITY)).toThrow(RangeError);
});
