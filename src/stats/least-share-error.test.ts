import { describe, expect, it } from "vitest";
import { mean } from "../math/index.ts";
import { seededRandom } from "./index.ts";
import { inferMean } from "./infer-mean.ts";
import { inferRatio } from "./infer-ratio.ts";
import { leastShareError } from "./least-share-error.ts";

// By hand from the paper's formula: (0 + 1)/(n + 2) in place of 0/n, on both sides.
const byHand = [
  [1, 0.3849],
  [12, 0.097341],
  [98, 0.014071],
  [148, 0.009397],
] as const;

describe("leastShareError", () => {
  it.each(byHand)("with %i trials is the Agresti–Caffo error at no events", (n, error) => {
    expect(leastShareError(n)).toBeCloseTo(error, 6);
  });

  it("falls with the trials", () => {
    const errors = Array.from({ length: 200 }, (_, n) => leastShareError(n + 1));
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %d trials", (n) => {
    expect(() => leastShareError(n)).toThrow(RangeError);
  });

  it("keeps six equal blocks of two trials from certainty", () => {
    const blocks = [0, 0, 0, 0, 0, 0];
    const random = seededRandom(1);
    expect(inferMean(blocks, { random }).pLess(0.02)).toBe(0);
    const held = inferMean(blocks, { random, leastError: leastShareError(12) });
    expect(held.pLess(0.02)).toBeGreaterThan(0.05);
    expect(held.interval(0.95)?.high).toBeGreaterThan(0.2);
    const one = [1, 1, 1, 1, 1, 1];
    expect(inferRatio(one, one).interval(0.95)).toEqual({ low: 1, high: 1 });
    const ratio = inferRatio(one, one, leastShareError(12));
    expect(ratio.interval(0.95)?.low).toBeLessThan(0.8);
    expect(ratio.pGreater(0.8)).toBeGreaterThan(0.025);
  });

  it("lets many trials decide", () => {
    const blocks = Array.from({ length: 40 }, () => 0);
    const held = inferMean(blocks, { random: seededRandom(1), leastError: leastShareError(320) });
    expect(held.pLess(0.02)).toBeLessThan(0.05);
  });

  // Two arms of 6 blocks of 2 trials, the smallest run there is; δ = 0.02.
  it.each([
    { name: "no difference, rare", left: 0.03, right: 0.03, wrong: "supported" },
    { name: "no difference, common", left: 0.4, right: 0.4, wrong: "supported" },
    { name: "a difference, rare", left: 0.06, right: 0.01, wrong: "refuted" },
    { name: "a difference, common", left: 0.5, right: 0.45, wrong: "refuted" },
  ] as const)("is wrong in at most 5 %: $name", ({ left, right, wrong }) => {
    const random = seededRandom(5);
    const share = (rate: number) => mean([0, 1].map(() => (random() < rate ? 1 : 0)));
    const runs = 600;
    const errors = Array.from({ length: runs }, () => {
      const blocks = Array.from({ length: 6 }, () => share(left) - share(right));
      const found = inferMean(blocks, { random, leastError: leastShareError(12) });
      return wrong === "supported" ? found.pGreater(0.02) < 0.025 : found.pLess(0.02) < 0.05;
    }).filter((isWrong) => isWrong).length;
    expect(errors / runs).toBeLessThan(0.05 + 0.015);
  });
});
