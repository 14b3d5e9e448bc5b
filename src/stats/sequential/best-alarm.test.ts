import fc from "fast-check";
import { expect, it } from "vitest";
import { type Random, seededRandom } from "../../math/index.ts";
import { bestAlarm } from "./best-alarm.ts";
import { verdictOutcomes } from "./turn-outcome.ts";

// Value iteration on 20,001 points in Python, which 5,001 leave unchanged.
it.each([
  [0.01, 0.05, 0.5, 0.01, 0.971405, 0.0873206, 0.0123, 7.5],
  [0.05, 0.05, 0.5, 0.01, 0.973182, 0.0661075, 0.0116, 5.45],
  [0.05, 0.05, 0.5, 0.1, 0.72799, 0.3732034, 0.1167, 2.565],
  [0.1, 0.2, 0.6, 0.05, 0.835363, 0.2955023, 0.1092, 3.726],
  [0.02, 0.01, 0.2, 0.02, 0.874336, 0.214864, 0.0415, 8.666],
])("agrees at ρ %f, rates %f and %f, cost %f", (hazard, before, after, delayCost, ...expected) => {
  const [threshold, cost, falseAlarm, delay] = expected;
  const found = bestAlarm({ hazard, outcomes: verdictOutcomes({ before, after }), delayCost });
  expect(Math.abs(found.threshold - threshold)).toBeLessThanOrEqual(1e-5);
  expect(Math.abs(found.cost - cost)).toBeLessThanOrEqual(1e-6);
  expect(Math.abs(found.falseAlarm - falseAlarm)).toBeLessThanOrEqual(1e-3);
  expect(Math.abs(found.delay - delay)).toBeLessThanOrEqual(0.03);
  expect(found.falseAlarm + delayCost * found.delay).toBeCloseTo(found.cost, 6);
  // An alarm at p ≥ p* is false with chance 1 − p* at most.
  expect(found.falseAlarm).toBeLessThanOrEqual(1 - found.threshold);
});

const simulated = { hazard: 0.1, before: 0.2, after: 0.6, delayCost: 0.05 };

/** Cost of one conversation whose alarm comes at this belief. */
function simulatedCost(threshold: number, random: Random): number {
  const { hazard, before, after, delayCost } = simulated;
  let [belief, turn, flipAt] = [0, 0, Number.POSITIVE_INFINITY];
  while (belief < threshold) {
    turn++;
    if (flipAt > turn && random() < hazard) flipAt = turn;
    const bad = random() < (turn >= flipAt ? after : before);
    const q = belief + (1 - belief) * hazard;
    const flipped = q * (bad ? after : 1 - after);
    belief = flipped / (flipped + (1 - q) * (bad ? before : 1 - before));
  }
  return turn < flipAt ? 1 : delayCost * (turn - flipAt);
}

it("does on simulated conversations what it says", () => {
  const best = bestAlarm({ ...simulated, outcomes: verdictOutcomes(simulated) });
  const [runs, random] = [8000, seededRandom(5)];
  const costs = Array.from({ length: runs }, () => simulatedCost(best.threshold, random));
  const average = costs.reduce((sum, cost) => sum + cost, 0) / runs;
  const spread = costs.reduce((sum, cost) => sum + (cost - average) ** 2, 0) / (runs - 1);
  expect(Math.abs(average - best.cost)).toBeLessThan(3 * Math.sqrt(spread / runs));
});

const problem = fc
  .record({
    hazard: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
    before: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
    gap: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
    delayCost: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  })
  .map(({ before, gap, ...rest }) => ({
    ...rest,
    outcomes: verdictOutcomes({ before, after: before + gap }),
    points: 301,
  }));

it("alarms sooner where delay costs more, and never costs more than an alarm at once", () => {
  fc.assert(
    fc.property(problem, (one) => {
      const best = bestAlarm(one);
      const dearer = bestAlarm({ ...one, delayCost: 1.5 * one.delayCost });
      expect(dearer.threshold).toBeLessThan(best.threshold);
      expect(dearer.cost).toBeGreaterThan(best.cost);
      expect(best.cost).toBeLessThanOrEqual(1);
      expect(bestAlarm({ ...one, start: 1 })).toMatchObject({ cost: 0, falseAlarm: 0, delay: 0 });
    }),
    { numRuns: 10 },
  );
});

it("settles at a hazard of one in ten thousand", () => {
  const outcomes = verdictOutcomes({ before: 0.05, after: 0.5 });
  const best = bestAlarm({ hazard: 1e-4, outcomes, delayCost: 0.01, points: 501 });
  expect(best.falseAlarm + 0.01 * best.delay).toBeCloseTo(best.cost, 3);
  expect(best.threshold).toBeGreaterThan(0.9);
});

it("refuses what is out of range", () => {
  const good = {
    hazard: 0.1,
    outcomes: verdictOutcomes({ before: 0.1, after: 0.5 }),
    delayCost: 0.1,
  };
  expect(() => bestAlarm({ ...good, hazard: 0 })).toThrow("0.0001 to below 1, not 0");
  expect(() => bestAlarm({ ...good, start: -0.1 })).toThrow("in [0, 1], not -0.1");
  expect(() => bestAlarm({ ...good, delayCost: 0 })).toThrow("above 0, not 0");
  expect(() => bestAlarm({ ...good, points: 10 })).toThrow(
    "points must be a whole number from 101",
  );
  expect(() => bestAlarm({ ...good, outcomes: [] })).toThrow("must sum to 1, not 0");
  const short = [
    { before: 0.5, after: 1 },
    { before: 0.4, after: 0 },
  ];
  expect(() => bestAlarm({ ...good, outcomes: short })).toThrow(
    "before the flip must sum to 1, not 0.9",
  );
});
