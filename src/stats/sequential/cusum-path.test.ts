import fc from "fast-check";
import { expect, it } from "vitest";
import { cusumPath } from "./cusum-path.ts";
import { verdictNats } from "./verdict-rates.ts";

// Worked by hand.
it("adds what exceeds the allowance and never falls below 0", () => {
  const path = cusumPath([0.2, 1.4, -0.3, 2.1, 0.9, 1.8, 2.2], { allowance: 0.5 });
  for (const [turn, sum] of [0, 0.9, 0.1, 1.7, 2.1, 3.4, 5.1].entries()) {
    expect(path[turn]).toBeCloseTo(sum, 12);
  }
});

// In Python, from ln(.5/.05) = ln 10 and ln(.5/.95).
it("counts verdicts in nats", () => {
  const rates = { before: 0.05, after: 0.5 };
  const path = cusumPath([0, 0, 1, 0, 1, 1].map((bad) => verdictNats(bad === 1, rates)));
  const expected = [0, 0, Math.LN10, 1.6607312068, 3.9633162998, 6.2659013928];
  for (const [turn, sum] of expected.entries()) expect(path[turn]).toBeCloseTo(sum, 10);
});

const step = fc.double({ min: -5, max: 5, noNaN: true });

it("is the largest evidence for any turn of the flip, or 0", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const sums = steps.map((_, from) => steps.slice(from).reduce((sum, x) => sum + x, 0));
      expect(cusumPath(steps).at(-1)).toBeCloseTo(Math.max(0, ...sums), 9);
    }),
  );
});

it("leaves the sum as it is where there is no verdict, and starts ahead if asked to", () => {
  expect(cusumPath([1, null, 0.5], { allowance: 0.25 })).toEqual([0.75, 0.75, 1]);
  expect(cusumPath([null, -1], { start: 3 })).toEqual([3, 2]);
  expect(cusumPath([])).toEqual([]);
});

it("refuses values that are not finite, and a start below 0", () => {
  expect(() => cusumPath([1, Number.NaN])).toThrow("finite or null, not NaN (at index 1)");
  expect(() => cusumPath([1], { allowance: Number.POSITIVE_INFINITY })).toThrow(RangeError);
  expect(() => cusumPath([1], { start: -1 })).toThrow("at least 0, not -1");
});
