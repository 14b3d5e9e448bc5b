import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, seededRandom } from "../../math/index.ts";
import { cusumRunLength, cusumRunLengthTwoSided, siegmundRunLength } from "./cusum-run-length.ts";

/** Within one unit of the last digit that is printed. */
function expectPrinted(actual: number, printed: string): void {
  const decimals = printed.split(".")[1]?.length ?? 0;
  expect(Math.abs(actual - Number(printed))).toBeLessThanOrEqual(10 ** -decimals);
}

// Quadrature of the integral equation and an extrapolated Markov chain, in Python, agreeing to 1e-6.
// Columns: mean; h = 4 one-sided, two-sided; h = 5 one-sided, two-sided; h = 6 one-sided; Siegmund at h = 5.
const table = `
  0     335.368  167.684  930.887  465.444  2553.12  938.222
  .25   77.0785  74.2240  141.688  139.494  250.805  141.926
  .5    26.6792  26.6302  38.0096  37.9961  51.340   38.020
  .75   13.2866  13.2851  17.0485  17.0483  20.9041  17.031
  1     8.3832   8.3831   10.3760  10.3760  12.3733  10.336
  1.5   4.7472   4.7472   5.7472   5.7472   6.7473   5.666
  2     3.3428   3.3428   4.0089   4.0089   4.6761   3.888
  3     2.1945   2.1945   2.5733   2.5733   2.9763   2.386`;
const rows = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

it.each(rows)("agrees with two other methods at mean %s", (mean, ...printed) => {
  const chart = (limit: number) => ({ mean: Number(mean), allowance: 0.5, limit });
  const found = [
    cusumRunLength(chart(4)),
    cusumRunLengthTwoSided(chart(4)),
    cusumRunLength(chart(5)),
    cusumRunLengthTwoSided(chart(5)),
    cusumRunLength(chart(6)),
    siegmundRunLength(chart(5)),
  ];
  expect(printed).toHaveLength(found.length);
  for (const [column, value] of found.entries()) expectPrinted(value, printed[column] ?? "");
});

describe("agrees with published charts", () => {
  it.each([
    [-0.5, 1963, 0.3],
    [0, 117.59, 0.01],
    [0.5, 17.35, 0.01],
    [1.5, 3.75, 0.01],
  ])("k = .5, h = 3, mean %f", (mean, published, within) => {
    const found = cusumRunLength({ mean, allowance: 0.5, limit: 3 });
    expect(Math.abs(found - published)).toBeLessThanOrEqual(within);
  });

  // The first was published as 2071.51, which is 3e-5 too low.
  it.each([
    [-0.25, 2071.572],
    [-0.125, 400.28],
    [0, 124.66],
    [0.125, 59.3],
    [0.25, 36.71],
    [0.5, 20.37],
    [0.75, 14.06],
    [1, 10.75],
  ])("k = 0, h = 10, mean %f", (mean, published) => {
    const found = cusumRunLength({ mean, allowance: 0, limit: 10 });
    expect(Math.abs(found - published)).toBeLessThanOrEqual(0.01);
  });

  it.each([
    [0, 4.1500836225, 4.1500837261],
    [0.1, 4.1061588131, 4.106158835],
  ])("k = .25, h = 8, mean 2.5, head start %f", (start, published, exact) => {
    const found = cusumRunLength({ mean: 2.5, allowance: 0.25, limit: 8, start });
    expect(Math.abs(found / published - 1)).toBeLessThanOrEqual(5e-8);
    expect(found).toBeCloseTo(exact, 9);
  });

  it.each(
    Object.entries({
      0: "168",
      0.25: "74.2",
      0.5: "26.6",
      0.75: "13.3",
      1: "8.38",
      1.5: "4.75",
    }).concat(Object.entries({ 2: "3.34", 2.5: "2.62", 3: "2.19", 4: "1.71" })),
  )("two-sided, k = .5, h = 4, mean %s", (mean, printed) => {
    const found = cusumRunLengthTwoSided({ mean: Number(mean), allowance: 0.5, limit: 4 });
    expect(found.toFixed(printed.split(".")[1]?.length ?? 0)).toBe(printed);
  });
});

it.each([
  [0, 4],
  [1, 4],
  [-0.25, 2],
])("agrees with simulation at mean %f and limit %f", (mean, limit) => {
  const random = seededRandom(20_261_125);
  const runs = Array.from({ length: 600 }, () => {
    let [turns, sum] = [0, 0];
    while (sum <= limit) {
      sum = Math.max(0, sum + drawNormal(random) + mean - 0.5);
      turns++;
    }
    return turns;
  });
  const average = runs.reduce((sum, turns) => sum + turns, 0) / runs.length;
  const spread = runs.reduce((sum, turns) => sum + (turns - average) ** 2, 0) / (runs.length - 1);
  const exact = cusumRunLength({ mean, allowance: 0.5, limit });
  expect(Math.abs(average - exact)).toBeLessThan(3 * Math.sqrt(spread / runs.length));
});

const chart = fc.record({
  mean: fc.double({ min: -1, max: 2, noNaN: true }),
  allowance: fc.double({ min: 0, max: 1, noNaN: true }),
  limit: fc.double({ min: 0.5, max: 5, noNaN: true }),
});

it("is longer for a higher limit or allowance and shorter for a higher mean or a head start", () => {
  fc.assert(
    fc.property(chart, (one) => {
      const length = cusumRunLength(one);
      expect(cusumRunLength({ ...one, limit: one.limit + 0.1 })).toBeGreaterThan(length);
      expect(cusumRunLength({ ...one, allowance: one.allowance + 0.1 })).toBeGreaterThan(length);
      expect(cusumRunLength({ ...one, mean: one.mean + 0.1 })).toBeLessThan(length);
      expect(cusumRunLength({ ...one, start: one.limit / 2 })).toBeLessThan(length);
      expect(cusumRunLengthTwoSided(one)).toBeLessThan(length);
    }),
    { numRuns: 10 },
  );
});

// A log-likelihood ratio of means 0 and θ is a chart with k = θ/2 whose limit counts θ nats a unit.
it("runs at least e^h turns to a false alarm, h in nats", () => {
  const shift = fc.double({ min: 0.5, max: 2, noNaN: true });
  fc.assert(
    fc.property(shift, fc.double({ min: 0.5, max: 8, noNaN: true }), (theta, nats) => {
      const length = cusumRunLength({ mean: 0, allowance: theta / 2, limit: nats / theta });
      expect(length).toBeGreaterThanOrEqual(Math.exp(nats));
    }),
    { numRuns: 10 },
  );
});

it("joins the two branches of Siegmund's formula without a step", () => {
  const near = (drift: number) => siegmundRunLength({ mean: drift, allowance: 0, limit: 4 });
  expect(near(0)).toBeCloseTo(5.166 ** 2, 12);
  expect(near(1e-9)).toBeCloseTo(near(0), 5);
  // The switch is at 1e-4/(2·5.166). (e^−x + x − 1)/x² = ½ − x/6 + x²/24 − …
  const series = (drift: number) => 0.5 - (drift * 10.332) / 6 + (drift * 10.332) ** 2 / 24;
  for (const drift of [0.96e-5, 0.97e-5]) {
    expect(near(drift) / near(0)).toBeCloseTo(2 * series(drift), 10);
  }
});

it("refuses what is no chart", () => {
  const good = { mean: 0, allowance: 0.5, limit: 4 };
  expect(() => cusumRunLength({ ...good, limit: 0 })).toThrow("above 0, not 0");
  expect(() => cusumRunLength({ ...good, start: 5 })).toThrow("start must be at most 4, not 5");
  expect(() => cusumRunLength({ ...good, start: -1 })).toThrow(RangeError);
  expect(() => cusumRunLength({ ...good, mean: Number.NaN })).toThrow("not NaN");
  expect(() => cusumRunLength({ ...good, limit: 151 })).toThrow("within 150");
  expect(() => cusumRunLengthTwoSided({ ...good, allowance: -1 })).toThrow("at least 0, not -1");
  expect(() => siegmundRunLength({ ...good, mean: -100 })).toThrow("beyond a number");
});
