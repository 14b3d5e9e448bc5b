import { describe, expect, it } from "vitest";
import type { Interval } from "./inference.ts";
import { jeffreys } from "./jeffreys.ts";
import { upperLimitOfNone } from "./upper-limit-of-none.ts";
import { wilson } from "./wilson.ts";

/** Probability of each number of hits out of n, 0 to n. */
function binomial(n: number, rate: number): number[] {
  const probabilities = [(1 - rate) ** n];
  for (let hits = 1; hits <= n; hits++) {
    const before = probabilities[hits - 1] ?? 0;
    probabilities.push((before * (n - hits + 1) * rate) / (hits * (1 - rate)));
  }
  return probabilities;
}

/** Exact coverage over rates of 1 % to 50 %: no simulation, so no seed. */
function coverage(n: number, intervalOf: (hits: number) => Interval) {
  const limits = Array.from({ length: n + 1 }, (_, hits) => intervalOf(hits));
  const covered = Array.from({ length: 50 }, (_, index) => {
    const rate = (index + 1) / 100;
    return binomial(n, rate)
      .filter((_probability, hits) => {
        const { low, high } = limits[hits] ?? { low: 1, high: 0 };
        return low <= rate && rate <= high;
      })
      .reduce((sum, probability) => sum + probability, 0);
  });
  return { mean: covered.reduce((sum, value) => sum + value, 0) / 50, least: Math.min(...covered) };
}

describe.each([
  ["wilson", wilson, [0.904, 0.93, 0.921]],
  ["jeffreys", jeffreys, [0.869, 0.889, 0.921]],
] as const)("%s", (_name, intervalOf, minima) => {
  it.each([10, 30, 100])("covers rates from 0.01 to 0.5 at n = %i as it should", (n) => {
    const { mean, least } = coverage(n, (hits) => intervalOf(hits, n, 0.95));
    expect(mean).toBeGreaterThan(0.945);
    expect(mean).toBeLessThan(0.96);
    expect(Math.abs(least - (minima[[10, 30, 100].indexOf(n)] ?? 0))).toBeLessThan(0.002);
  });
});

describe("upperLimitOfNone", () => {
  it.each([5, 40, 300])("is beaten by few enough runs at any rate, n = %i", (n) => {
    const limit = upperLimitOfNone(n, 0.95);
    const wrong = (rate: number) => (rate > limit ? (binomial(n, rate)[0] ?? 0) : 0);
    const rates = Array.from({ length: 200 }, (_, index) => (index + 1) / 1000);
    expect(Math.max(...rates.map(wrong), wrong(limit * 1.0001))).toBeLessThanOrEqual(0.05);
    expect(wrong(limit * 1.0001)).toBeGreaterThan(0.049);
  });
});
