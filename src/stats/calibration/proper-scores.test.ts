import fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { brierScore, logScore } from "./proper-scores.ts";
import { reliabilityCurve } from "./reliability-curve.ts";

const forecasts = [
  { probability: 0.9, happened: true },
  { probability: 0.6, happened: false },
  { probability: 0.2, happened: false },
];

it("scores forecasts as worked by hand", () => {
  expect(brierScore(forecasts)).toBeCloseTo((0.01 + 0.36 + 0.04) / 3, 12);
  expect(logScore(forecasts)).toBeCloseTo(Math.log(0.9 * 0.4 * 0.8) / 3, 12);
  expect(logScore([{ probability: 1, happened: false }])).toBeCloseTo(Math.log(1e-12), 6);
});

it("is best for the probability that is true", () => {
  const p = fc.double({ min: 0.02, max: 0.98, noNaN: true });
  fc.assert(
    fc.property(p, p, (truth, said) => {
      // Expected score of saying `said` where `truth` holds, from the two outcomes.
      const mean = (score: typeof brierScore, probability: number) =>
        truth * score([{ probability, happened: true }]) +
        (1 - truth) * score([{ probability, happened: false }]);
      expect(mean(brierScore, truth)).toBeLessThanOrEqual(mean(brierScore, said) + 1e-12);
      expect(mean(logScore, truth)).toBeGreaterThanOrEqual(mean(logScore, said) - 1e-12);
    }),
  );
});

it("refuses none at all, and what is no probability", () => {
  expect(() => brierScore([])).toThrow(RangeError);
  expect(() => logScore([{ probability: 1.2, happened: true }])).toThrow("not 1.2");
  expect(() => reliabilityCurve([])).toThrow(RangeError);
  expect(() => reliabilityCurve(forecasts, 0)).toThrow(RangeError);
});

it("cuts forecasts into bins of equal counts, equal ones together, none lost", () => {
  const probability = fc.constantFrom(0, 0.1, 0.25, 0.5, 0.77, 1);
  const any = fc.array(fc.record({ probability, happened: fc.boolean() }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 12 }), (all, bins) => {
      const curve = reliabilityCurve(all, bins);
      expect(curve.reduce((sum, { n }) => sum + n, 0)).toBe(all.length);
      expect(curve.length).toBeLessThanOrEqual(Math.min(bins, 6));
      for (const [index, bin] of curve.entries()) {
        expect(bin.said).toBeGreaterThan(curve[index - 1]?.said ?? -1);
        expect(bin.interval.low).toBeLessThanOrEqual(bin.happened);
        expect(bin.interval.high).toBeGreaterThanOrEqual(bin.happened);
      }
    }),
  );
});

it("covers what was said about as often as it should where forecasts are true", () => {
  const random = seededRandom(81);
  const bins = Array.from({ length: 60 }, () => {
    const all = Array.from({ length: 400 }, () => {
      const probability = random();
      return { probability, happened: random() < probability };
    });
    return reliabilityCurve(all);
  }).flat();
  expect(bins).toHaveLength(600);
  const covered = bins.filter(
    ({ said, interval }) => interval.low <= said && said <= interval.high,
  );
  expect(covered.length / bins.length).toBeGreaterThan(0.92);
  expect(covered.length / bins.length).toBeLessThan(0.99);
});
