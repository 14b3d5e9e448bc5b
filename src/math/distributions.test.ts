import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaQuantile, normalCdf, normalQuantile, tCdf, tQuantile } from "./distributions.ts";

// 1e-8 and not tighter: at 1e-10 the library's normal quantile is off by 2e-9 of its value.
function expectRelative(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-8 * Math.abs(expected));
}

// All values: scipy 1.17.1, stats.norm / stats.t / stats.beta.
describe("agreement with scipy", () => {
  it.each([
    [1.96, 0.9750021048517795],
    [-6, 9.865876450376946e-10],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [-12, 1.776482112077653e-33],
  ])("normalCdf(%f)", (x, expected) => expectRelative(normalCdf(x), expected));

  it.each([
    [0.975, 1.959963984540054],
    [0.5, 0],
    [1e-10, -6.361340902404056],
    [0.3, -0.5244005127080409],
  ])("normalQuantile(%f)", (p, expected) => expectRelative(normalQuantile(p), expected));

  it.each([
    [2, 5, 0.9490302605850708],
    [-3.5, 1, 0.08858553278290476],
    [-40, 5, 9.205981085886477e-8],
    [0.3, 30, 0.6168769473578236],
    [-8, 19, 8.379773441409066e-8],
  ])("tCdf(%f, %f)", (x, df, expected) => expectRelative(tCdf(x, df), expected));

  it.each([
    [0.975, 5, 2.5705818356363146],
    [0.95, 19, 1.7291328115213682],
    [0.0125, 1, -25.451699579357076],
    [0.75, 2.5, 0.7850136829922992],
    [1e-6, 7, -14.241469651981445],
  ])("tQuantile(%f, %f)", (p, df, expected) => expectRelative(tQuantile(p, df), expected));

  it.each([
    [0.025, 1.5, 9.5, 0.011011673763161133],
    [0.975, 0.5, 10.5, 0.21719626750921053],
    [0.5, 3.5, 297.5, 0.010564499130437664],
    [0.95, 80.5, 20.5, 0.8590547283715608],
    [0.01, 0.5, 0.5, 0.00024671981713422146],
  ])("betaQuantile(%f, %f, %f)", (p, a, b, expected) =>
    expectRelative(betaQuantile(p, a, b), expected),
  );
});

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

it("turns a probability into a value and back", () => {
  fc.assert(
    fc.property(probability, fc.integer({ min: 1, max: 200 }), (p, df) => {
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 10);
      expect(tCdf(tQuantile(p, df), df)).toBeCloseTo(p, 8);
    }),
  );
});

it("mirrors the beta distribution when its shapes are swapped", () => {
  const shape = fc.double({ min: 0.5, max: 50, noNaN: true });
  fc.assert(
    fc.property(probability, shape, shape, (p, a, b) => {
      expect(betaQuantile(p, a, b)).toBeCloseTo(1 - betaQuantile(1 - p, b, a), 8);
    }),
  );
});

it("takes infinite arguments of distribution functions", () => {
  expect(tCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0);
  expect(tCdf(Number.POSITIVE_INFINITY, 3)).toBe(1);
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
});

it("refuses arguments out of range instead of returning NaN", () => {
  expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
  expect(() => tCdf(Number.NaN, 3)).toThrow(RangeError);
  expect(() => tCdf(1, 0)).toThrow("degrees of freedom must be finite and above 0, not 0");
  for (const p of [0, 1, -0.1, Number.NaN]) {
    expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(() => tQuantile(p, 3)).toThrow(RangeError);
    expect(() => betaQuantile(p, 1, 1)).toThrow(RangeError);
  }
  expect(() => betaQuantile(0.5, 0, 1)).toThrow("alpha must be finite and above 0, not 0");
});
