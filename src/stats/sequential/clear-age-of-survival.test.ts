import fc from "fast-check";
import { expect, it } from "vitest";
import { clearAgeOfSurvival } from "./clear-age-of-survival.ts";
import { clearCostCurve } from "./clear-costs.ts";

const costs = { reveal: 10, clear: 1 };

// By hand: C(1) = 10·.1 + .9 = 1.9; C(2) = (10·.2 + .8)/1.9; C(3) = 10/2.7.
it("costs what its cycles cost, over their length", () => {
  const curve = clearCostCurve([1, 0.9, 0.8, 0], costs);
  for (const [index, cost] of [1.9, 2.8 / 1.9, 10 / 2.7].entries()) {
    expect(curve[index]).toBeCloseTo(cost, 12);
  }
});

it("clears before a slip that is sure to come, at the cheapest age", () => {
  const found = clearAgeOfSurvival([1, 0.9, 0.8, 0], costs);
  expect(found).toMatchObject({ turns: 2, reason: null });
  expect(found.costRate).toBeCloseTo(2.8 / 1.9, 12);
  expect(found.neverRate).toBeCloseTo(10 / 2.7, 12);
});

it.each([
  [
    [1, 0.5, 0.25],
    null,
    "what follows after 2 turns is not known, so neither is the cost of never",
  ],
  [[1, 0.5, 0.25], 2, "no age is cheaper than never clearing"],
  [[1, 1, 1], 5, "the cost still falls after 2 turns"],
  [[1, 0], null, "no age is cheaper than never clearing"],
])("names no age for %j with mean life %o", (survival, meanLife, reason) => {
  const found = clearAgeOfSurvival(survival, costs, meanLife ?? undefined);
  expect(found).toMatchObject({ turns: null, costRate: null, reason });
});

const survivals = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
  .map((chances) => {
    let left = 1;
    return [1, ...chances.map((chance) => (left *= chance)), 0];
  });

it("is never beaten by another age, or by never clearing", () => {
  fc.assert(
    fc.property(survivals, (survival) => {
      const found = clearAgeOfSurvival(survival, costs);
      const least = Math.min(...clearCostCurve(survival, costs));
      if (found.turns === null) expect(found.neverRate).toBeLessThanOrEqual(least + 1e-9);
      else expect(found.costRate).toBe(least);
    }),
  );
});

it.each([
  [[1], "start at 1 and go on for a turn or more"],
  [[0.9, 0.5], "start at 1"],
  [[1, 0.5, 0.6], "not come to 0.6 at turn 2"],
  [[1, -0.1], "not come to -0.1 at turn 1"],
  [[1, Number.NaN], "not come to NaN at turn 1"],
  [[], "start at 1"],
])("refuses %j", (survival, message) => {
  expect(() => clearCostCurve(survival, costs)).toThrow(message);
  expect(() => clearAgeOfSurvival(survival, costs)).toThrow(RangeError);
});

it("refuses costs and a mean life that are out of range", () => {
  expect(() => clearCostCurve([1, 0], { reveal: 0, clear: 1 })).toThrow("a reveal must be");
  expect(() => clearAgeOfSurvival([1, 0], costs, 0)).toThrow(
    "mean life must be finite and above 0",
  );
});
