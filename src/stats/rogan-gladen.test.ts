import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../math/index.ts";
import { type JudgedCounts, roganGladen } from "./rogan-gladen.ts";

const large: JudgedCounts = {
  positives: 60,
  n: 300,
  sensitivity: { hits: 80, n: 100 },
  specificity: { hits: 190, n: 200 },
};
const small: JudgedCounts = {
  positives: 30,
  n: 300,
  sensitivity: { hits: 45, n: 50 },
  specificity: { hits: 48, n: 50 },
};

// Rogan and Gladen 1978, formulas worked in Python; the limits are estimate ± 1.959964 standard errors.
it.each([
  [large, 0.2, 0.036499, 0.128464, 0.271536],
  [small, 0.069767, 0.036277, -0.001334, 0.140869],
])("has the known estimate and delta-form error for %j", (counts, estimate, error, low, high) => {
  const corrected = roganGladen(counts, { random: seededRandom(1) });
  expect(corrected.estimate).toBeCloseTo(estimate, 6);
  expect(corrected.standardError).toBeCloseTo(error, 6);
  const reach = 1.959964 * (corrected.standardError ?? 0);
  expect(Math.abs((corrected.estimate ?? 0) - reach - low)).toBeLessThan(1.5e-6);
  expect(Math.abs((corrected.estimate ?? 0) + reach - high)).toBeLessThan(1.5e-6);
});

it("has the error of known accuracy where the replies of known truth are countless", () => {
  const counts = {
    ...large,
    sensitivity: { hits: 8e9, n: 1e10 },
    specificity: { hits: 95e8, n: 1e10 },
  };
  expect(roganGladen(counts, { random: seededRandom(1) }).standardError).toBeCloseTo(0.030792, 6);
});

// numpy 2.4.6: quantiles of two million posterior draws.
it.each([
  [large, 0.128495, 0.274557],
  [small, 0, 0.127178],
])("has the limits that two million draws of numpy give for %j", (counts, low, high) => {
  const { interval } = roganGladen(counts, { random: seededRandom(1), draws: 20_000 });
  expect(Math.abs((interval?.low ?? -1) - low)).toBeLessThan(0.003);
  expect(Math.abs((interval?.high ?? -1) - high)).toBeLessThan(0.003);
});

it("refuses a detector that may be no better than chance, and says so", () => {
  const chance = { positives: 30, n: 100, sensitivity: { hits: 16, n: 30 } };
  const refused = roganGladen(
    { ...chance, specificity: { hits: 17, n: 30 } },
    { random: seededRandom(1) },
  );
  expect(refused).toMatchObject({ estimate: null, standardError: null, interval: null });
  expect(refused.reason).toContain("no better than chance");
  const inverted = roganGladen(
    { ...chance, sensitivity: { hits: 1, n: 30 }, specificity: { hits: 1, n: 30 } },
    { random: seededRandom(1) },
  );
  expect(inverted.estimate).toBeNull();
});

it("stays in [0, 1] and holds its estimate, or gives a reason", () => {
  const tally = fc
    .integer({ min: 1, max: 200 })
    .chain((n) => fc.record({ hits: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));
  fc.assert(
    fc.property(tally, tally, tally, fc.integer(), (judged, sensitivity, specificity, seed) => {
      const corrected = roganGladen(
        { positives: judged.hits, n: judged.n, sensitivity, specificity },
        { random: seededRandom(seed), draws: 100 },
      );
      if (corrected.estimate === null) {
        expect(corrected.reason).not.toBe("");
        return;
      }
      expect(corrected.estimate).toBeGreaterThanOrEqual(0);
      expect(corrected.estimate).toBeLessThanOrEqual(1);
      expect(corrected.interval.low).toBeGreaterThanOrEqual(0);
      expect(corrected.interval.high).toBeLessThanOrEqual(1);
      expect(corrected.interval.low).toBeLessThanOrEqual(corrected.interval.high);
      expect(corrected.standardError).toBeGreaterThanOrEqual(0);
    }),
  );
});

it("refuses counts, levels and numbers of draws out of range", () => {
  const random = seededRandom(1);
  expect(() => roganGladen({ ...large, positives: 301 }, { random })).toThrow(RangeError);
  expect(() => roganGladen({ ...large, specificity: { hits: 0, n: 0 } }, { random })).toThrow(
    RangeError,
  );
  expect(() => roganGladen(large, { random, level: 95 })).toThrow(RangeError);
  expect(() => roganGladen(large, { random, draws: 5 })).toThrow(
    "draws must be a whole number of at least 100, not 5",
  );
});

function hitsOf(n: number, rate: number, random: Random): number {
  let hits = 0;
  for (let trial = 0; trial < n; trial++) if (random() < rate) hits++;
  return hits;
}

describe("calibration", () => {
  const [se, sp] = [0.85, 0.95];

  it.each([
    [30, 50, 0.05],
    [30, 500, 0.3],
    [200, 500, 0.05],
  ])("covers with %i replies of known truth, %i judged, true rate %f", (known, n, rate) => {
    const random = seededRandom(known + n);
    const trials = 400;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const corrected = roganGladen(
        {
          positives: hitsOf(n, rate * se + (1 - rate) * (1 - sp), random),
          n,
          sensitivity: { hits: hitsOf(known, se, random), n: known },
          specificity: { hits: hitsOf(known, sp, random), n: known },
        },
        { random, draws: 200 },
      );
      const { interval } = corrected;
      if (interval !== null && interval.low <= rate && rate <= interval.high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.91);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it("refuses a detector that guesses in about 97.5 % of trials", () => {
    const random = seededRandom(9);
    const answered = Array.from({ length: 400 }, () =>
      roganGladen(
        {
          positives: 20,
          n: 100,
          sensitivity: { hits: hitsOf(40, 0.3, random), n: 40 },
          specificity: { hits: hitsOf(60, 0.7, random), n: 60 },
        },
        { random, draws: 200 },
      ),
    ).filter(({ estimate }) => estimate !== null).length;
    expect(answered / 400).toBeLessThan(0.05);
    expect(answered / 400).toBeGreaterThan(0.005);
  });
});
