import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaQuantile, normalQuantile } from "./distributions.ts";
import { drawBeta, drawNormal } from "./draw.ts";
import { seededRandom } from "./random.ts";

/** Largest gap between the share of draws below a quantile and the quantile's probability. */
function largestGap(draws: readonly number[], quantileAt: (probability: number) => number): number {
  const gaps = [0.005, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.995].map((probability) => {
    const limit = quantileAt(probability);
    const below = draws.filter((draw) => draw < limit).length / draws.length;
    return Math.abs(below - probability);
  });
  return Math.max(...gaps);
}

describe("drawNormal", () => {
  it("follows the normal distribution", () => {
    const random = seededRandom(1);
    const draws = Array.from({ length: 20_000 }, () => drawNormal(random));
    expect(largestGap(draws, normalQuantile)).toBeLessThan(0.01);
  });

  it("is finite when the source of chance gives exactly 0", () => {
    expect(Number.isFinite(drawNormal(() => 0))).toBe(true);
  });
});

describe("drawBeta", () => {
  // The quantiles come from @stdlib, checked against scipy beside this file.
  it.each([
    [0.5, 10.5],
    [1.5, 9.5],
    [80.5, 20.5],
    [0.5, 0.5],
  ])("follows the beta distribution with shapes %f and %f", (alpha, beta) => {
    const random = seededRandom(2);
    const draws = Array.from({ length: 20_000 }, () => drawBeta(alpha, beta, random));
    expect(largestGap(draws, (p) => betaQuantile(p, alpha, beta))).toBeLessThan(0.01);
  });

  it("stays in [0, 1]", () => {
    const shape = fc.double({ min: 0.5, max: 1000, noNaN: true });
    fc.assert(
      fc.property(shape, shape, fc.integer(), (alpha, beta, seed) => {
        const draw = drawBeta(alpha, beta, seededRandom(seed));
        expect(draw).toBeGreaterThanOrEqual(0);
        expect(draw).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuses a shape that is not above 0", () => {
    const random = seededRandom(1);
    expect(() => drawBeta(0, 1, random)).toThrow("a beta shape must be finite and above 0, not 0");
    expect(() => drawBeta(1, Number.NaN, random)).toThrow(RangeError);
  });
});
