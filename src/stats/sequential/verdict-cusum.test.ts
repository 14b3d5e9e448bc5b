import fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { cusumPath } from "./cusum-path.ts";
import { latticeRate, verdictCusumRunLength } from "./verdict-cusum.ts";
import { verdictNats } from "./verdict-rates.ts";

// Exact linear solve in Python (numpy), at h = 2, 3, 4 nats: run length at p₀, then at p₁.
const table = [
  [0.05, 0.1472810308, 10, 151.579349, 22.439229, 519.90106, 36.712564, 1703.517811, 52.655609],
  [0.1, 0.2517419787, 5, 107.515862, 16.392913, 376.427787, 26.833825, 1025.460125, 36.427474],
  [0.05, 0.4521793026, 4, 20, 2.211512, 158.44778, 4.841316, 340.073538, 5.960945],
] as const;

it.each(table)(
  "agrees with an exact solve at p₀ = %f, p₁ = %f",
  (before, after, good, ...lengths) => {
    expect(latticeRate(before, good)).toBeCloseTo(after, 10);
    for (const [index, limit] of [2, 3, 4].entries()) {
      const detector = { before, good, limit };
      const [falseAlarm, delay] = [lengths[2 * index] ?? 0, lengths[2 * index + 1] ?? 0];
      const found = [
        verdictCusumRunLength(detector, before) / falseAlarm,
        verdictCusumRunLength(detector, latticeRate(before, good)) / delay,
      ];
      for (const ratio of found) expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(1e-7);
    }
  },
);

const lattice = fc
  .record({
    good: fc.integer({ min: 1, max: 20 }),
    share: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  })
  .map(({ good, share }) => ({ good, before: share / (good + 1) }));

it("makes one off-profile verdict weigh as much as m on-profile ones", () => {
  fc.assert(
    fc.property(lattice, ({ before, good }) => {
      const rates = { before, after: latticeRate(before, good) };
      expect(rates.after).toBeGreaterThan(before);
      const ratio = (verdictNats(true, rates) ?? 0) / -(verdictNats(false, rates) ?? 0);
      expect(ratio / good).toBeCloseTo(1, 9);
    }),
  );
});

it("runs longer with a higher limit and shorter at a higher rate", () => {
  fc.assert(
    fc.property(
      lattice,
      fc.double({ min: 0.5, max: 4, noNaN: true }),
      ({ before, good }, limit) => {
        const detector = { before, good, limit };
        const length = verdictCusumRunLength(detector, before);
        const higher = verdictCusumRunLength({ ...detector, limit: limit + 0.5 }, before);
        expect(higher).toBeGreaterThanOrEqual(length);
        expect(verdictCusumRunLength(detector, before * 1.1)).toBeLessThan(length);
      },
    ),
    { numRuns: 30 },
  );
});

it("reaches a limit that is a whole number of steps with that many", () => {
  const rates = { before: 0.1, after: latticeRate(0.1, 5) };
  const limit = verdictNats(true, rates) ?? 0;
  expect(verdictCusumRunLength({ before: 0.1, good: 5, limit }, 0.1)).toBeCloseTo(10, 9);
});

// The path of the detector itself, so that path and run length are about the same thing.
it("is the mean length of simulated paths", () => {
  const rates = { before: 0.05, after: latticeRate(0.05, 10) };
  const random = seededRandom(7);
  const runs = Array.from({ length: 400 }, () => {
    let [turns, sum] = [0, 0];
    while (sum < 2) {
      sum = cusumPath([verdictNats(random() < 0.05, rates)], { start: sum })[0] ?? 0;
      turns++;
    }
    return turns;
  });
  const average = runs.reduce((total, turns) => total + turns, 0) / runs.length;
  const spread = runs.reduce((total, turns) => total + (turns - average) ** 2, 0) / 399;
  expect(Math.abs(average - 151.579349)).toBeLessThan(3 * Math.sqrt(spread / 400));
});

it("refuses a rate that no lattice has, and a limit out of reach", () => {
  expect(() => latticeRate(0.2, 4)).toThrow("below 1/5, not 0.2");
  expect(() => latticeRate(0.05, 1.5)).toThrow("whole number from 1 to 1000, not 1.5");
  const detector = { before: 0.05, good: 10, limit: 1e4 };
  expect(() => verdictCusumRunLength(detector, 0.05)).toThrow("steps to the limit");
  expect(() => verdictCusumRunLength({ ...detector, limit: 2 }, 1)).toThrow(RangeError);
});
