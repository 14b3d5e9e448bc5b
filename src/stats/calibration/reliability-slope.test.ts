import { describe, expect, it } from "vitest";
import { drawNormal, type Random, seededRandom, sigmoid } from "../../math/index.ts";
import { reliabilitySlope } from "./reliability-slope.ts";

/** Forecasts of groups that share a bias of this standard deviation; stated log-odds are true ones / slope. */
function forecasts(
  random: Random,
  { groups, slope, bias }: Record<"groups" | "slope" | "bias", number>,
) {
  return Array.from({ length: groups }, (_, group) => {
    const shift = bias * drawNormal(random);
    return Array.from({ length: 4 + Math.floor(12 * random()) }, () => {
      const stated = 1.5 * drawNormal(random) + shift;
      return { logOdds: stated, happened: random() < sigmoid(slope * stated), group: `${group}` };
    });
  }).flat();
}

it("is 1 and 0 for true log-odds, and says by how much others say too much", () => {
  const random = seededRandom(91);
  const calibrated = reliabilitySlope(forecasts(random, { groups: 300, slope: 1, bias: 0 }));
  expect(Math.abs((calibrated?.slope ?? 0) - 1)).toBeLessThan(0.12);
  expect(Math.abs(calibrated?.intercept ?? 1)).toBeLessThan(0.12);
  const bold = reliabilitySlope(forecasts(random, { groups: 300, slope: 0.5, bias: 0 }));
  expect(Math.abs((bold?.slope ?? 0) - 0.5)).toBeLessThan(0.1);
  expect(bold?.slopeInterval.high).toBeLessThan(0.8);
});

// Solved apart in Python: Newton's method, sandwich error, t quantile at 7 degrees of freedom 2.364624.
it("has the coefficients that a solver of its own finds", () => {
  const logOdds = [-2, -1, -1, 0, 0, 1, 2, 1];
  const happened = [0, 0, 1, 0, 1, 1, 1, 0];
  const rows = logOdds.map((x, i) => ({ logOdds: x, happened: happened[i] === 1, group: `${i}` }));
  const found = reliabilitySlope(rows);
  expect(found?.slope).toBeCloseTo(0.75630761, 5);
  expect(found?.intercept).toBeCloseTo(0.0, 5);
  expect(found?.slopeInterval.high).toBeCloseTo(2.208466, 4);
});

it("learns nothing from a group that says the same four times", () => {
  const once = forecasts(seededRandom(3), { groups: 20, slope: 1, bias: 0 });
  const [found, repeated] = [
    reliabilitySlope(once),
    reliabilitySlope([...once, ...once, ...once, ...once]),
  ];
  expect(repeated?.slopeInterval.low).toBeCloseTo(found?.slopeInterval.low ?? 0, 6);
  expect(repeated?.slopeInterval.high).toBeCloseTo(found?.slopeInterval.high ?? 0, 6);
});

it("says null where there is no slope to speak of", () => {
  const parted = [-1, -2, 1, 2].map((x, i) => ({ logOdds: x, happened: x > 0, group: `${i}` }));
  expect(reliabilitySlope(parted)).toBeNull();
  expect(reliabilitySlope(parted.map((row) => ({ ...row, logOdds: 0.5 })))).toBeNull();
  expect(reliabilitySlope(parted.map((row) => ({ ...row, happened: true })))).toBeNull();
  expect(reliabilitySlope(parted.map((row) => ({ ...row, group: "a" })))).toBeNull();
  expect(reliabilitySlope([])).toBeNull();
  expect(() => reliabilitySlope([{ logOdds: Number.NaN, happened: true, group: "a" }])).toThrow(
    RangeError,
  );
  expect(() => reliabilitySlope(parted, 2)).toThrow(RangeError);
});

describe("calibration", () => {
  it.each([
    [30, 0],
    [30, 1],
    [80, 1],
  ])("covers the true slope with %i groups, shared bias %f", (groups, bias) => {
    const random = seededRandom(groups);
    const trials = Array.from({ length: 90 }, () =>
      reliabilitySlope(forecasts(random, { groups, slope: 0.8, bias })),
    );
    const covered = trials.filter(
      (found) =>
        found !== null && found.slopeInterval.low <= 0.8 && 0.8 <= found.slopeInterval.high,
    );
    expect(covered.length / trials.length).toBeGreaterThan(0.89);
    expect(covered.length / trials.length).toBeLessThan(0.99);
  });
});
