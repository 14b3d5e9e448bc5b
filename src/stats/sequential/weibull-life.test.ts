import fc from "fast-check";
import { expect, it } from "vitest";
import { clearAgeOfSurvival } from "./clear-age-of-survival.ts";
import { clearCostCurve } from "./clear-costs.ts";
import { meanWeibullLife, weibullClearAge, weibullSurvival } from "./weibull-life.ts";

// Renewal reward in Python, 200,000 terms of S and more. Null is never.
it.each([
  [0.99, 2, 10, 3, 0.60270697, 1.07065824],
  [0.995, 1.5, 5, 23, 0.14282238, 0.15963189],
  [0.99, 1, 10, null, null, 0.1],
  [0.9, 0.5, 10, null, null, 0.05534401],
])("agrees at q %f, b %f, cost %f", (q, b, reveal, turns, costRate, never) => {
  const found = weibullClearAge({ q, b }, { reveal, clear: 1 });
  expect(found.turns).toBe(turns);
  expect(Math.abs((found.neverRate ?? -1) - never)).toBeLessThanOrEqual(1e-8);
  if (costRate === null) expect(found.costRate).toBeNull();
  else expect(Math.abs((found.costRate ?? -1) - costRate)).toBeLessThanOrEqual(1e-8);
});

it("falls toward the cost of never clearing where the hazard falls", () => {
  const curve = clearCostCurve(weibullSurvival({ q: 0.9, b: 0.5 }, 5000), { reveal: 10, clear: 1 });
  expect(Math.abs((curve[4999] ?? 0) - 0.05558744)).toBeLessThanOrEqual(1e-8);
});

it("has the mean life 1/(1 − q) for b = 1, and the sum of its survival for any b", () => {
  expect(meanWeibullLife({ q: 0.9999, b: 1 }) / 10_000).toBeCloseTo(1, 12);
  // 200,000 terms; the rest is below 1e-19.
  const sum = weibullSurvival({ q: 0.9, b: 0.5 }, 200_000).reduce((total, s) => total + s, 0);
  expect(meanWeibullLife({ q: 0.9, b: 0.5 }) / sum).toBeCloseTo(1, 11);
  const shapes = fc.double({ min: 0.5, max: 4, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 0.8, noNaN: true }), shapes, (q, b) => {
      const direct = weibullSurvival({ q, b }, 20_000).reduce((total, s) => total + s, 0);
      expect(meanWeibullLife({ q, b }) / direct).toBeCloseTo(1, 10);
    }),
    { numRuns: 10 },
  );
});

it("agrees with trying every age", () => {
  const life = fc.record({
    q: fc.double({ min: 0.5, max: 0.995, noNaN: true }),
    b: fc.double({ min: 0.7, max: 3, noNaN: true }),
  });
  fc.assert(
    fc.property(life, fc.double({ min: 1.5, max: 40, noNaN: true }), (one, reveal) => {
      const costs = { reveal, clear: 1 };
      const found = weibullClearAge(one, costs);
      // Ages beyond the list, and gains too small to be seen.
      fc.pre((found.turns ?? 1) < 900);
      fc.pre(found.turns === null || found.costRate < found.neverRate * (1 - 1e-9));
      const survival = weibullSurvival(one, 1000);
      fc.pre((survival.at(-1) ?? 0) < 1e-3);
      const tried = clearAgeOfSurvival(survival, costs, meanWeibullLife(one));
      if (found.turns === null) expect(tried.turns).toBeNull();
      else expect(tried).toMatchObject({ turns: found.turns });
    }),
    { numRuns: 50 },
  );
});

it("says why never", () => {
  const costs = { reveal: 10, clear: 1 };
  expect(weibullClearAge({ q: 0.9, b: 1 }, costs).reason).toContain("does not rise with age");
  expect(weibullClearAge({ q: 0.01, b: 2 }, costs).reason).toContain("too short");
  const cheap = weibullClearAge({ q: 0.9, b: 2 }, { reveal: 1, clear: 2 });
  expect(cheap.reason).toBe("a slip costs no more than a clear");
});

it.each([
  [{ q: 1, b: 1 }, "q must lie strictly between 0 and 1, not 1"],
  [{ q: 0.5, b: 0.05 }, "b must lie from 0.1 to 20, not 0.05"],
  [{ q: 0.5, b: Number.NaN }, "b must be finite"],
])("refuses %o", (life, message) => {
  expect(() => weibullSurvival(life, 3)).toThrow(message);
  expect(() => meanWeibullLife(life)).toThrow(RangeError);
  expect(() => weibullClearAge(life, { reveal: 2, clear: 1 })).toThrow(RangeError);
});
