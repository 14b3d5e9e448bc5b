import fc from "fast-check";
import { expect, it } from "vitest";
import { verdictOutcomes } from "./turn-outcome.ts";
import { verdictDivergence, verdictNats } from "./verdict-rates.ts";

const rate = fc.double({ min: 0.01, max: 0.99, noNaN: true });

// .05 before and .5 after: ln 10, ln(.5/.95) and .5·ln 10 + .5·ln(.5/.95), in Python.
it("weighs an off-profile verdict against an on-profile one", () => {
  const rates = { before: 0.05, after: 0.5 };
  expect(verdictNats(true, rates)).toBeCloseTo(Math.LN10, 14);
  expect(verdictNats(false, rates)).toBeCloseTo(-0.6418538861723947, 14);
  expect(verdictDivergence(rates)).toBeCloseTo(0.8303656034108255, 14);
});

it("says nothing where there is no verdict", () => {
  expect(verdictNats(null, { before: 0.05, after: 0.5 })).toBeNull();
});

it("gives likelihood ratios: weighed by the chances before the flip they average 1", () => {
  fc.assert(
    fc.property(rate, rate, (before, after) => {
      const rates = { before, after };
      const chances = verdictOutcomes(rates);
      const mean = [true, false].reduce(
        (sum, bad, k) => sum + (chances[k]?.before ?? 0) * Math.exp(verdictNats(bad, rates) ?? 0),
        0,
      );
      expect(mean).toBeCloseTo(1, 12);
      expect(verdictDivergence(rates)).toBeGreaterThanOrEqual(-1e-15);
    }),
  );
});

it.each([0, 1, -0.1, Number.NaN])("refuses a rate of %f", (wrong) => {
  for (const rates of [
    { before: wrong, after: 0.5 },
    { before: 0.5, after: wrong },
  ]) {
    expect(() => verdictNats(true, rates)).toThrow(`strictly between 0 and 1, not ${wrong}`);
    expect(() => verdictDivergence(rates)).toThrow(RangeError);
    expect(() => verdictOutcomes(rates)).toThrow(RangeError);
  }
});
