import fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { clearOnBelief } from "./clear-on-belief.ts";
import { verdictOutcomes } from "./turn-outcome.ts";

// Value iteration in Python; the last column is a closed sum. The last two rows need a finer grid.
it.each([
  [{ pi0: 0.02, rho: 0.02, r: 0, clearCost: 2 }, [0.05, 0.5], 0.514167, 12.588424, 67.771812, 4001],
  [
    { pi0: 0.02, rho: 0.02, r: 0.1, clearCost: 2 },
    [0.05, 0.5],
    0.619123,
    10.186288,
    15.664596,
    4001,
  ],
  [{ pi0: 0.02, rho: 0.02, r: 0.3, clearCost: 2 }, [0.05, 0.5], 0.981177, 6.161567, 6.161567, 4001],
  [
    { pi0: 0.02, rho: 0.02, r: 0, clearCost: 5 },
    [0.05, 0.2],
    0.542138,
    29.199757,
    67.771812,
    12_001,
  ],
  [
    { pi0: 0.1, rho: 0.001, r: 0, clearCost: 2 },
    [0.02, 0.3],
    0.429465,
    2.141478,
    18.189263,
    12_001,
  ],
] as const)("agrees at %o", (chain, [before, after], threshold, cost, never, points) => {
  const outcomes = verdictOutcomes({ before, after });
  const policy = clearOnBelief({ ...chain, outcomes, points });
  expect(Math.abs((policy.threshold ?? 2) - threshold)).toBeLessThanOrEqual(1e-5);
  expect(Math.abs(policy.cost - cost)).toBeLessThanOrEqual(2e-6);
  expect(Math.abs(policy.neverClearCost - never)).toBeLessThanOrEqual(1e-6);
});

const usual = {
  pi0: 0.02,
  rho: 0.02,
  r: 0,
  outcomes: verdictOutcomes({ before: 0.05, after: 0.5 }),
  clearCost: 2,
};

it("says what to do at a belief", () => {
  const { action, threshold, reason } = clearOnBelief(usual);
  expect(reason).toBeNull();
  expect([0, 0.5, threshold ?? 0, 0.6, 1].map(action)).toEqual([
    "continue",
    "continue",
    "clear",
    "clear",
    "clear",
  ]);
  expect(() => action(1.1)).toThrow("the belief must lie in [0, 1], not 1.1");
  expect(() => action(Number.NaN)).toThrow(RangeError);
});

it("never clears where the conversation comes back by itself, and says why", () => {
  const policy = clearOnBelief({ ...usual, r: 0.3, points: 501 });
  expect(policy.highestBelief).toBeCloseTo(0.953, 3);
  expect(policy.reason).toBe(
    "belief cannot come above 0.953, and a clear pays from 0.981 on: " +
      "the conversation comes back by itself soon enough",
  );
  const dear = clearOnBelief({ ...usual, clearCost: 200, points: 501 });
  expect(dear.threshold).toBeNull();
  expect(dear.reason).toBe("going on is cheaper than a clear even when it has surely turned");
  expect(dear.action(1)).toBe("continue");
  expect(dear.cost).toBeCloseTo(dear.neverClearCost, 6);
});

it("costs on simulated conversations what it says", () => {
  const policy = clearOnBelief({ ...usual, discount: 0.95 });
  const random = seededRandom(9);
  const costs = Array.from({ length: 1500 }, () => {
    let [belief, turned, cost, weight] = [usual.pi0, random() < usual.pi0, 0, 1];
    while (weight > 1e-4) {
      if (policy.action(belief) === "clear") {
        cost += weight * usual.clearCost;
        [belief, turned] = [usual.pi0, random() < usual.pi0];
      }
      turned ||= random() < usual.rho;
      cost += weight * Number(turned);
      const bad = random() < (turned ? 0.5 : 0.05);
      const q = belief + (1 - belief) * usual.rho;
      const [yes, no] = bad ? [q * 0.5, (1 - q) * 0.05] : [q * 0.5, (1 - q) * 0.95];
      belief = yes / (yes + no);
      weight *= 0.95;
    }
    return cost;
  });
  const average = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const spread = costs.reduce((sum, cost) => sum + (cost - average) ** 2, 0) / (costs.length - 1);
  expect(Math.abs(average - policy.cost)).toBeLessThan(3 * Math.sqrt(spread / costs.length) + 1e-3);
});

const problem = fc
  .record({
    pi0: fc.double({ min: 0, max: 0.3, noNaN: true }),
    rho: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
    r: fc.double({ min: 0, max: 0.3, noNaN: true }),
    before: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
    gap: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
    clearCost: fc.double({ min: 0.1, max: 5, noNaN: true }),
  })
  .map(({ before, gap, ...rest }) => ({
    ...rest,
    outcomes: verdictOutcomes({ before, after: before + gap }),
    discount: 0.95,
    points: 501,
  }));

it("clears later where clears cost more, never costs more than never, and knows no unit", () => {
  fc.assert(
    fc.property(problem, (one) => {
      const policy = clearOnBelief(one);
      expect(policy.cost).toBeLessThanOrEqual(policy.neverClearCost + 1e-6);
      const dearer = clearOnBelief({ ...one, clearCost: 1.5 * one.clearCost });
      expect(dearer.threshold ?? 1).toBeGreaterThanOrEqual(policy.threshold ?? 1);
      expect(dearer.cost).toBeGreaterThanOrEqual(policy.cost - 1e-9);
      const cents = clearOnBelief({ ...one, clearCost: 100 * one.clearCost, turnedCost: 100 });
      expect(cents.threshold ?? 2).toBeCloseTo(policy.threshold ?? 2, 6);
      expect(cents.cost / 100).toBeCloseTo(policy.cost, 6);
    }),
    { numRuns: 10 },
  );
});

it("takes evidence of any number of outcomes, a turn without a verdict among them", () => {
  // Half of the turns are not judged: worth less than all of them, more than none.
  const half = [
    { before: 0.5, after: 0.5 },
    { before: 0.025, after: 0.25 },
    { before: 0.475, after: 0.25 },
  ];
  const cost = (outcomes: typeof usual.outcomes) =>
    clearOnBelief({ ...usual, outcomes, points: 801 }).cost;
  expect(cost(half)).toBeGreaterThan(cost(usual.outcomes));
  expect(cost(half)).toBeLessThan(cost([{ before: 1, after: 1 }]));
});

it("knows the costs of a chain that never moves, and of one for which only this turn counts", () => {
  const still = clearOnBelief({ ...usual, pi0: 0.3, rho: 0 });
  expect(still.neverClearCost).toBeCloseTo(30, 9);
  const now = clearOnBelief({ ...usual, discount: 0 });
  expect(now.neverClearCost).toBeCloseTo(0.02 + 0.98 * 0.02, 12);
  expect(now.threshold).toBeNull();
});

it("refuses what is out of range", () => {
  expect(() => clearOnBelief({ ...usual, pi0: 2 })).toThrow("pi0 must lie in [0, 1], not 2");
  expect(() => clearOnBelief({ ...usual, rho: -1 })).toThrow("rho must lie");
  expect(() => clearOnBelief({ ...usual, r: Number.NaN })).toThrow("r must lie");
  expect(() => clearOnBelief({ ...usual, clearCost: -1 })).toThrow("a clear must be finite");
  expect(() => clearOnBelief({ ...usual, turnedCost: -1 })).toThrow("a turned turn must be");
  expect(() => clearOnBelief({ ...usual, discount: 1 })).toThrow("0 to below 1, not 1");
  expect(() => clearOnBelief({ ...usual, points: 1.5 })).toThrow("points must be");
  expect(() => clearOnBelief({ ...usual, outcomes: [] })).toThrow("must sum to 1");
});
