import fc from "fast-check";
import { expect, it } from "vitest";
import { mean } from "../math/index.ts";
import { missingBounds } from "./missing-bounds.ts";

const range = { low: -1, high: 1 };

// numpy 2.4.6: np.mean of the list filled up with the range's ends.
it("is the mean with every missing value at either end of its range", () => {
  const bounds = missingBounds({ scored: [0.2, -0.1, 0.4], missing: 2, range });
  expect(bounds.low).toBeCloseTo(-0.3, 12);
  expect(bounds.high).toBeCloseTo(0.5, 12);
});

const value = fc.double({ min: -1, max: 1, noNaN: true });

it("holds the mean of whatever the missing values turn out to be", () => {
  fc.assert(
    fc.property(fc.array(value), fc.array(value, { minLength: 1 }), (scored, hidden) => {
      const bounds = missingBounds({ scored, missing: hidden.length, range });
      const truth = mean([...scored, ...hidden]);
      expect(bounds.low).toBeLessThanOrEqual(truth + 1e-9);
      expect(bounds.high).toBeGreaterThanOrEqual(truth - 1e-9);
      const share = hidden.length / (scored.length + hidden.length);
      expect(bounds.high - bounds.low).toBeCloseTo(2 * share, 10);
    }),
  );
});

it("is the mean itself where nothing is missing, and the range where everything is", () => {
  const complete = missingBounds({ scored: [0.5, 0.25], missing: 0, range });
  expect(complete).toEqual({ low: 0.375, high: 0.375 });
  expect(missingBounds({ scored: [], missing: 3, range })).toEqual(range);
});

it("refuses input that has no answer", () => {
  expect(() => missingBounds({ scored: [], missing: 0, range })).toThrow("scored values are empty");
  expect(() => missingBounds({ scored: [1], missing: 0.5, range })).toThrow(
    "missing must be a whole number of at least 0, not 0.5",
  );
  expect(() => missingBounds({ scored: [Number.NaN], missing: 1, range })).toThrow(RangeError);
  expect(() => missingBounds({ scored: [1], missing: 1, range: { low: 1, high: 0 } })).toThrow(
    "range must run upwards, not from 1 to 0",
  );
});
