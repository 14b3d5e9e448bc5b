import fc from "fast-check";
import { expect, it } from "vitest";
import { ageMargin, clearAge, smallestCostRatio } from "./clear-age.ts";
import { clearAgeOfSurvival } from "./clear-age-of-survival.ts";
import { meanRevealLife, revealHazards, revealSurvival } from "./reveal-hazard.ts";

// Renewal reward in Python. Same-turn first, then next-turn; null is never.
const [same, next] = ["same-turn", "next-turn"] as const;
it.each([
  [same, 0, 0.02, 0.2, 20, 10, 0.3426891, 0.3703704],
  [same, 0.02, 0.01, 0.1, 20, 27, 0.179703, 0.186881],
  [same, 0.02, 0.01, 0.1, 100, 6, 0.6103256, 0.9344048],
  [same, 0.3, 0, 0.1, 20, null, null, 0],
  [same, 0.2, 0.01, 0.1, 50, null, null, 0.5605381],
  [same, 0.02, 0.05, 0.02, 20, 14, 0.1870352, 0.2914602],
  [same, 0, 0.02, 0.2, 5, null, null, 0.0925926],
  [next, 0, 0.02, 0.2, 20, 8, 0.3057551, 0.3636364],
  [next, 0.02, 0.01, 0.1, 20, 22, 0.1721954, 0.1851852],
  [next, 0.02, 0.01, 0.1, 100, 6, 0.5348052, 0.9259259],
  [next, 0.2, 0.01, 0.1, 50, null, null, 0.5555556],
] as const)("agrees, %s, at π₀ %f, ρ %f, ε %f, cost %f", (...row) => {
  const [convention, pi0, rho, epsilon, reveal, turns, costRate, never] = row;
  const found = clearAge({ pi0, rho, epsilon, convention }, { reveal, clear: 1 });
  expect(found.turns).toBe(turns);
  expect(Math.abs((found.neverRate ?? -1) - never)).toBeLessThanOrEqual(1e-7);
  if (costRate === null) expect(found.costRate).toBeNull();
  else expect(Math.abs((found.costRate ?? -1) - costRate)).toBeLessThanOrEqual(1e-7);
});

it.each([
  [{ pi0: 0, rho: 0.02, epsilon: 0.2 }, 13.5],
  [{ pi0: 0.02, rho: 0.01, epsilon: 0.1 }, 15.245014],
])("asks at %o for a slip worth %f clears", (life, ratio) => {
  const found = smallestCostRatio({ ...life, convention: "same-turn" });
  expect(Math.abs((found ?? 0) - ratio)).toBeLessThanOrEqual(1e-6);
});

const anyLife = fc.record({
  pi0: fc.double({ min: 0, max: 0.8, noNaN: true }),
  rho: fc.double({ min: 0.04, max: 0.5, noNaN: true }),
  epsilon: fc.double({ min: 0.04, max: 0.9, noNaN: true }),
  convention: fc.constantFrom(same, next),
});
const anyCosts = fc.record({
  reveal: fc.double({ min: 0.5, max: 20, noNaN: true }),
  clear: fc.double({ min: 0, max: 2, noNaN: true }),
});

it("agrees with trying every age, in whether and when to clear", () => {
  let [clears, nevers] = [0, 0];
  fc.assert(
    fc.property(anyLife, anyCosts, (life, costs) => {
      const bound = costs.clear / (costs.reveal - costs.clear);
      // At the border of the criterion both answers cost the same.
      fc.pre(Math.abs(ageMargin(life) - bound) > 0.01 * Math.abs(bound) + 1e-4);
      const tried = clearAgeOfSurvival(revealSurvival(life, 600), costs, meanRevealLife(life));
      const found = clearAge(life, costs);
      expect(found.turns).toBe(tried.turns);
      if (found.turns === null) nevers++;
      else clears++;
      expect(found.costRate ?? 0).toBeCloseTo(tried.costRate ?? 0, 9);
    }),
    { numRuns: 400 },
  );
  expect(Math.min(clears, nevers)).toBeGreaterThan(40);
});

it("decides by the hazard in the limit times the mean life", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      fc.pre(Math.abs(life.rho - life.epsilon) > 0.02);
      const limit = revealHazards(life, 600).at(-1) ?? 0;
      expect(limit * (meanRevealLife(life) ?? 0) - 1).toBeCloseTo(ageMargin(life), 5);
    }),
  );
});

it("clears no later where slips cost more", () => {
  fc.assert(
    fc.property(anyLife, anyCosts, (life, costs) => {
      const age = clearAge(life, costs).turns ?? Number.POSITIVE_INFINITY;
      const dearer = clearAge(life, { ...costs, reveal: 2 * costs.reveal });
      expect(dearer.turns ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(age);
    }),
  );
});

it("says why never", () => {
  const life = { pi0: 0, rho: 0.02, epsilon: 0.2, convention: "same-turn" } as const;
  expect(clearAge(life, { reveal: 5, clear: 1 }).reason).toBe(
    "the chance of a slip rises with age, but too little: a slip would have to cost more than " +
      "13.5 clears, and costs 5.0",
  );
  expect(clearAge(life, { reveal: 1, clear: 1 }).reason).toBe("a slip costs no more than a clear");
  const fixed = clearAge({ ...life, pi0: 0.3, rho: 0 }, { reveal: 20, clear: 1 });
  expect(fixed.reason).toContain("does not rise with age");
  expect(fixed.neverRate).toBe(0);
  expect(clearAge(life, { reveal: 20, clear: 1 }).reason).toBeNull();
});

it("holds at the corners: no slips at all, all masked, certain slips", () => {
  const corner = fc.constantFrom(0, 0.5, 1);
  fc.assert(
    fc.property(
      corner,
      corner,
      corner,
      fc.constantFrom(same, next),
      (pi0, rho, epsilon, convention) => {
        const life = { pi0, rho, epsilon, convention };
        const found = clearAge(life, { reveal: 50, clear: 1 });
        expect(Number.isFinite(ageMargin(life))).toBe(true);
        const mean = meanRevealLife(life);
        if (mean === null) {
          expect(found).toMatchObject({ turns: null, neverRate: 0 });
          return;
        }
        const tried = clearAgeOfSurvival(revealSurvival(life, 200), { reveal: 50, clear: 1 }, mean);
        expect(found.turns).toBe(tried.turns);
      },
    ),
  );
});

it("refuses what is out of range", () => {
  const life = { pi0: 0.1, rho: 0.1, epsilon: 0.1, convention: "same-turn" } as const;
  expect(() => clearAge({ ...life, rho: -1 }, { reveal: 2, clear: 1 })).toThrow("rho must lie");
  expect(() => clearAge(life, { reveal: 0, clear: 1 })).toThrow(
    "a reveal must be finite and above 0",
  );
  expect(() => clearAge(life, { reveal: 2, clear: -1 })).toThrow("a clear must be finite");
  expect(() => smallestCostRatio({ ...life, epsilon: 7 })).toThrow("epsilon must lie");
});
