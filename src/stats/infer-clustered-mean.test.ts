import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, type Random, seededRandom, shuffled } from "../math/index.ts";
import { type ClusteredValue, inferClusteredMean } from "./infer-clustered-mean.ts";
import { inferMean } from "./infer-mean.ts";
import type { Inference } from "./inference.ts";

function clustered(groups: Readonly<Record<string, readonly number[]>>): ClusteredValue[] {
  return Object.entries(groups).flatMap(([cluster, values]) =>
    values.map((value) => ({ cluster, value })),
  );
}

// scipy 1.17.1: stats.t.interval and stats.ttest_1samp on the four behaviours' means.
it("agrees with scipy on four behaviours of unequal size", () => {
  const values = clustered({
    kind: [0.4, 0.5, 0.9],
    honest: [0.1, 0.2],
    calm: [0.7],
    safe: [0.3, 0.35, 0.2, 0.6],
  });
  const inference = inferClusteredMean(values, { random: seededRandom(1) });
  expect(inference).toMatchObject({ n: 4, method: "t" });
  expect(inference.estimate).toBeCloseTo(0.453125, 10);
  expect(inference.interval(0.95)?.low).toBeCloseTo(0.06053314349423211, 8);
  expect(inference.interval(0.95)?.high).toBeCloseTo(0.8457168565057679, 8);
  expect(inference.pGreater(0.1)).toBeCloseTo(0.03222191832528634, 8);
});

// scipy 1.17.1: stats.bootstrap(method="BCa") on two-level replicates drawn again in Python by mulberry32
// from seed 11, at the level 2·Φ(√(20/19)·t) − 1.
it("agrees with scipy's BCa on twenty behaviours of one to four blocks", () => {
  const values = Array.from({ length: 20 }, (_, cluster) =>
    Array.from({ length: 1 + (cluster % 4) }, (_unused, block) => ({
      cluster: `behaviour-${cluster}`,
      value:
        Math.round(
          1000 * (0.3 * Math.sin(3 * cluster) + 0.1 * Math.cos(7 * cluster + 5 * block) + 0.5),
        ) / 1000,
    })),
  ).flat();
  const inference = inferClusteredMean(values, { random: seededRandom(11), resamples: 499 });
  expect(inference).toMatchObject({ n: 20, method: "bca" });
  expect(inference.estimate).toBeCloseTo(0.512225, 10);
  expect(inference.interval(0.95)?.low).toBeCloseTo(0.4049020019170392, 6);
  expect(inference.interval(0.95)?.high).toBeCloseTo(0.625023894197573, 6);
});

it("does not depend on the order of values or on how often a behaviour's blocks are repeated", () => {
  const value = fc.record({
    cluster: fc.constantFrom("a", "b", "c", "d"),
    value: fc.double({ min: -10, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), fc.integer(), (values, seed) => {
      const random = seededRandom(seed);
      const plain = inferClusteredMean(values, { random });
      const mixed = inferClusteredMean(shuffled(values, random), { random });
      const doubled = inferClusteredMean(
        [...values, ...values.filter(({ cluster }) => cluster === "a")],
        { random },
      );
      expect(mixed.estimate).toBeCloseTo(plain.estimate, 10);
      expect(doubled.estimate).toBeCloseTo(plain.estimate, 10);
      expect(mixed.n).toBe(new Set(values.map(({ cluster }) => cluster)).size);
    }),
  );
});

it("says nothing in general from one behaviour, however many its blocks", () => {
  const inference = inferClusteredMean(clustered({ kind: [0.4, 0.5, 0.6, 0.5] }), {
    random: seededRandom(1),
  });
  expect(inference.n).toBe(1);
  expect(inference.interval(0.95)).toBeNull();
  expect(inference.pGreater(0)).toBe(1);
});

it("refuses no values, broken values and too few resamples", () => {
  const random = seededRandom(1);
  expect(() => inferClusteredMean([], { random })).toThrow("clustered values are empty");
  expect(() => inferClusteredMean(clustered({ a: [Number.NaN] }), { random })).toThrow(RangeError);
  expect(() => inferClusteredMean(clustered({ a: [1] }), { random, resamples: 0 })).toThrow(
    RangeError,
  );
});

/** Behaviours of 1 to 12 blocks whose own means scatter by `between`, blocks within by 1. */
function draw(random: Random, clusters: number, between: number): ClusteredValue[] {
  return Array.from({ length: clusters }, (_, index) => {
    const own = between * drawNormal(random);
    return Array.from({ length: 1 + Math.floor(12 * random()) }, () => ({
      cluster: `behaviour-${index}`,
      value: own + drawNormal(random),
    }));
  }).flat();
}

type Method = (values: readonly ClusteredValue[], random: Random) => Inference;

const honest: Method = (values, random) => inferClusteredMean(values, { random, resamples: 199 });
const pooled: Method = (values, random) =>
  inferMean(
    values.map(({ value }) => value),
    { random, resamples: 199 },
  );

/** Share of 200 trials whose 95 % interval covers 0, and in which the one-sided p is at most 0.05. */
function calibrate(method: Method, clusters: number, between: number) {
  const random = seededRandom(clusters);
  const trials = Array.from({ length: 200 }, () => {
    const inference = method(draw(random, clusters, between), random);
    const { low, high } = inference.interval(0.95) ?? { low: 1, high: -1 };
    return { covers: low <= 0 && high >= 0, rejects: inference.pGreater(0) <= 0.05 };
  });
  return {
    covers: trials.filter(({ covers }) => covers).length / 200,
    rejects: trials.filter(({ rejects }) => rejects).length / 200,
  };
}

describe("calibration with 1 to 12 blocks a behaviour", () => {
  it.each([5, 20, 30])("covers with %i behaviours that differ", (clusters) => {
    const { covers, rejects } = calibrate(honest, clusters, 1.5);
    expect(covers).toBeGreaterThan(0.915);
    expect(covers).toBeLessThan(0.99);
    expect(rejects).toBeGreaterThan(0.01);
    expect(rejects).toBeLessThan(0.1);
  });

  it("is needed: blocks pooled as if they were independent cover far too seldom", () => {
    expect(calibrate(pooled, 20, 1.5).covers).toBeLessThan(0.75);
  });

  it("is right with few behaviours, and too wide with many, when they do not differ", () => {
    const few = calibrate(honest, 5, 0).covers;
    expect(few).toBeGreaterThan(0.915);
    expect(few).toBeLessThan(0.99);
    expect(calibrate(honest, 20, 0).covers).toBeGreaterThan(0.965);
  });
});
