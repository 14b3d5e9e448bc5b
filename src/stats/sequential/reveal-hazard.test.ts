import fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import {
  limitBelief,
  meanRevealLife,
  type RevealLife,
  revealHazards,
  revealSurvival,
  silentBeliefs,
} from "./reveal-hazard.ts";

// Odds recursion in Python. Columns: after 0, 1, 5, 20, 100 silent turns; belief in the limit; trend.
it.each([
  [0.3, 0, 0.1, 0.03, 0.027835, 0.020196, 0.004952, 0.000001, 0, "falls"],
  [0.02, 0.01, 0.1, 0.00298, 0.003663, 0.005766, 0.009021, 0.01, 0.09091, "rises"],
  [0.2, 0.01, 0.1, 0.0208, 0.019926, 0.017026, 0.011788, 0.010001, 0.09091, "falls"],
  [0.02, 0.05, 0.02, 0.00138, 0.002287, 0.005368, 0.012234, 0.019478, 1, "rises"],
  [0.1, 0.01, 0.1, 0.0109, 0.010819, 0.010561, 0.010135, 0.01, 0.09091, "falls"],
  [0, 0.02, 0.2, 0.004, 0.007149, 0.014511, 0.019746, 0.02, 0.08163, "rises"],
] as const)(
  "agrees at π₀ %f, ρ %f, ε %f",
  (pi0, rho, epsilon, h0, h1, h5, h20, h100, limit, trend) => {
    const life: RevealLife = { pi0, rho, epsilon, convention: "same-turn" };
    const hazards = revealHazards(life, 101);
    for (const [turn, hazard] of Object.entries({ 0: h0, 1: h1, 5: h5, 20: h20, 100: h100 })) {
      expect(Math.abs((hazards[Number(turn)] ?? 0) - hazard)).toBeLessThanOrEqual(1e-6);
    }
    expect(limitBelief(life)).toBeCloseTo(limit, 5);
    const rises = hazards.slice(1).map((hazard, k) => hazard - (hazards[k] ?? 0));
    for (const rise of rises) expect(rise * (trend === "rises" ? 1 : -1)).toBeGreaterThanOrEqual(0);
  },
);

// Masked from the start with chance ½ and ρ = 0: the essay's bare model.
it("takes silence as evidence for loyal, and never finds more slips than were masked", () => {
  const life: RevealLife = { pi0: 0.5, rho: 0, epsilon: 0.5, convention: "same-turn" };
  const beliefs = silentBeliefs(life, 11);
  const survival = revealSurvival(life, 50);
  for (const [turn, belief] of [
    [1, 0.333333],
    [2, 0.2],
    [5, 0.030303],
    [10, 0.000976],
  ] as const) {
    expect(Math.abs((beliefs[turn] ?? 0) - belief)).toBeLessThanOrEqual(1e-6);
  }
  for (const [turn, slipped] of [
    [1, 0.25],
    [2, 0.375],
    [5, 0.484375],
    [10, 0.499512],
    [50, 0.5],
  ] as const) {
    expect(Math.abs(1 - (survival[turn] ?? 0) - slipped)).toBeLessThanOrEqual(1e-6);
  }
});

const life = fc.record({
  pi0: fc.double({ min: 0, max: 0.99, noNaN: true }),
  rho: fc.double({ min: 0.02, max: 0.6, noNaN: true }),
  epsilon: fc.double({ min: 0.02, max: 0.9, noNaN: true }),
  convention: fc.constantFrom("same-turn" as const, "next-turn" as const),
});

it("follows the recursion of the odds", () => {
  fc.assert(
    fc.property(life, (one) => {
      const { rho, epsilon, convention } = one;
      const beliefs = silentBeliefs(one, 30);
      for (let turn = 1; turn < 30; turn++) {
        const before = beliefs[turn - 1] ?? 0;
        const odds = before / (1 - before);
        const next =
          convention === "same-turn"
            ? ((1 - epsilon) * (odds + rho)) / (1 - rho)
            : (rho + odds * (1 - epsilon)) / (1 - rho);
        expect(beliefs[turn]).toBeCloseTo(next / (1 + next), 9);
      }
    }),
    { numRuns: 30 },
  );
});

it("has the mean life that its survival sums to, and tends to min(ρ, ε)", () => {
  fc.assert(
    fc.property(life, (one) => {
      const turns = 1000;
      const survival = revealSurvival(one, turns);
      const mean = survival.reduce((sum, chance) => sum + chance, 0);
      expect(mean / (meanRevealLife(one) ?? 0)).toBeCloseTo(1, 6);
      const limit = limitBelief(one);
      const first = Math.sign((silentBeliefs(one, 1)[0] ?? 0) - limit);
      // Monotone: no belief is on the other side of the limit.
      for (const belief of silentBeliefs(one, 100)) {
        expect(first * (belief - limit)).toBeGreaterThanOrEqual(-1e-12);
      }
      const { rho, epsilon } = one;
      fc.pre(Math.abs(rho - epsilon) > 0.02);
      expect(revealHazards(one, turns).at(-1)).toBeCloseTo(Math.min(rho, epsilon), 6);
    }),
    { numRuns: 30 },
  );
});

it.each(["same-turn", "next-turn"] as const)("agrees with simulated contexts, %s", (convention) => {
  const [one, random] = [{ pi0: 0.1, rho: 0.05, epsilon: 0.2, convention }, seededRandom(2)];
  const lives = Array.from({ length: 4000 }, () => {
    let [masked, turn] = [random() < one.pi0, 0];
    while (true) {
      turn++;
      const fresh = !masked && random() < one.rho;
      if (convention === "same-turn") masked ||= fresh;
      if (masked && random() < one.epsilon) return turn;
      masked ||= fresh;
    }
  });
  const average = lives.reduce((sum, turns) => sum + turns, 0) / lives.length;
  const spread = lives.reduce((sum, turns) => sum + (turns - average) ** 2, 0) / lives.length;
  const exact = meanRevealLife(one) ?? 0;
  expect(Math.abs(average - exact)).toBeLessThan(3 * Math.sqrt(spread / lives.length));
});

it("differs between the conventions by 1 − π₀ turns of mean life", () => {
  fc.assert(
    fc.property(life, (one) => {
      const next = meanRevealLife({ ...one, convention: "next-turn" }) ?? 0;
      const same = meanRevealLife({ ...one, convention: "same-turn" }) ?? 0;
      expect(next - same).toBeCloseTo(1 - one.pi0, 9);
    }),
  );
});

it("has no mean life where some contexts never slip", () => {
  const one = { pi0: 0.1, rho: 0, epsilon: 0.1, convention: "same-turn" } as const;
  expect(meanRevealLife(one)).toBeNull();
  expect(meanRevealLife({ ...one, rho: 0.1, epsilon: 0 })).toBeNull();
  expect(meanRevealLife({ ...one, pi0: 1 })).toBe(10);
});

it("holds at the corners", () => {
  const sure = { pi0: 1, rho: 0.5, epsilon: 1, convention: "same-turn" } as const;
  expect([...revealHazards(sure, 3)]).toEqual([1, 1, 1]);
  expect([...revealSurvival(sure, 2)]).toEqual([1, 0, 0]);
  const still = { pi0: 0.3, rho: 0, epsilon: 0, convention: "next-turn" } as const;
  expect(limitBelief(still)).toBe(0.3);
  expect([...silentBeliefs(still, 2)]).toEqual([0.3, 0.3]);
  expect([...revealHazards(still, 0)]).toEqual([]);
});

it("refuses what is out of range", () => {
  const one = { pi0: 0.1, rho: 0.1, epsilon: 0.1, convention: "same-turn" } as const;
  expect(() => revealHazards({ ...one, pi0: -1 }, 1)).toThrow("pi0 must lie in [0, 1], not -1");
  expect(() => limitBelief({ ...one, rho: 2 })).toThrow("rho must lie");
  expect(() => meanRevealLife({ ...one, epsilon: Number.NaN })).toThrow("epsilon must lie");
  expect(() => silentBeliefs(one, -1)).toThrow("turns must be a whole number");
});
