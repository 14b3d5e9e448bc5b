import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, logSumExp, type Random, seededRandom } from "../../math/index.ts";
import { temperFactor } from "../calibration/temper-factor.ts";
import { seenChain } from "./__fixtures__/arbitrary-chain.ts";
import { firstEntry } from "./first-entry.ts";
import { chainOf } from "./hidden-chain.ts";
import { scaledPass } from "./scaled-pass.ts";
import { smoothBiased } from "./smooth-biased.ts";
import { smoothChain } from "./smooth-chain.ts";

const chain = chainOf({ pi0: 0.02, rho: 0.005, epsilon: 0.15, r: 0.05 });
const turned = 2;
const plain = { state: turned, separation: 2, correlation: 0 };
const nats = fc.double({ min: -6, max: 6, noNaN: true });

it("goes through a conversation as smoother and first entry do", () => {
  fc.assert(
    fc.property(seenChain, ({ chain: any, emissions }) => {
      const states = any.prior.length;
      const pass = scaledPass(any, Float64Array.from(emissions.flat().map(Math.exp)), states - 1);
      const { beliefs, logLikelihood } = smoothChain(any, emissions);
      const flip = firstEntry(any, emissions, { state: states - 1 });
      expect(pass.logLikelihood).toBeCloseTo(logLikelihood, 9);
      for (const [index, p] of beliefs.flat().entries()) {
        expect(pass.smoothed[index]).toBeCloseTo(p, 9);
      }
      for (const [t, p] of flip.entry?.distribution.entries() ?? []) {
        expect(pass.entered[t]).toBeCloseTo(p * flip.probability, 9);
      }
    }),
  );
});

it("is the plain smoother where there is no bias", () => {
  fc.assert(
    fc.property(fc.array(fc.option(nats), { maxLength: 12 }), (evidence) => {
      const emissions = evidence.map((value) => [0, 0, value ?? 0]);
      const biased = smoothBiased(chain, evidence, plain);
      for (const [t, row] of smoothChain(chain, emissions).beliefs.entries()) {
        for (const [s, p] of row.entries()) expect(biased.beliefs[t]?.[s]).toBeCloseTo(p, 9);
      }
      const { probability } = firstEntry(chain, emissions, { state: turned });
      expect(biased.flip.probability).toBeCloseTo(probability, 9);
      expect(biased.bias).toEqual({ mean: 0, standardDeviation: 0 });
    }),
  );
});

/** log density of evidence that shares a bias, state by state: the bias integrated out in closed form. */
function sharedDensity(
  evidence: readonly number[],
  means: readonly number[],
  c: number,
  d: number,
) {
  const residuals = evidence.map((x, t) => x - (means[t] ?? 0));
  const [n, sum] = [residuals.length, residuals.reduce((a, b) => a + b, 0)];
  const squares = residuals.reduce((a, b) => a + b * b, 0);
  const within = (1 - c) * d;
  const form = (squares - (sum ** 2 * c * d) / (within + n * c * d)) / within;
  return -0.5 * (form + n * Math.log(within) + Math.log1p((n * c * d) / within));
}

it("integrates the bias as the closed form over every path does", () => {
  const [d, c] = [2.5, 0.35];
  const evidence = [-1.2, 0.4, 2.2, 1.1, 1.9];
  const paths = Array.from({ length: 3 ** 6 }, (_, code) =>
    Array.from({ length: 6 }, (__, t) => Math.floor(code / 3 ** t) % 3),
  );
  const logs = paths.map((states) => {
    const moves = states
      .slice(1)
      .map((to, t) => Math.log(chain.transition[states[t] ?? 0]?.[to] ?? 0));
    const means = states.slice(1).map((state) => (state === turned ? d / 2 : -d / 2));
    const start = Math.log(chain.prior[states[0] ?? 0] ?? 0);
    return moves.reduce((a, b) => a + b, start) + sharedDensity(evidence, means, c, d);
  });
  const total = logSumExp(logs);
  const share = (has: (states: readonly number[]) => boolean) =>
    Math.exp(logSumExp(logs.filter((_, index) => has(paths[index] ?? []))) - total);
  const { beliefs, flip } = smoothBiased(chain, evidence, {
    state: turned,
    separation: d,
    correlation: c,
  });
  expect(flip.probability).toBeCloseTo(
    share((states) => states.includes(turned)),
    4,
  );
  for (const [t, row] of beliefs.entries()) {
    for (const [s, p] of row.entries()) {
      expect(p).toBeCloseTo(
        share((states) => states[t] === s),
        4,
      );
    }
  }
  const third = share((states) => states.indexOf(turned) === 3) / flip.probability;
  expect(flip.entry?.distribution[3]).toBeCloseTo(third, 4);
});

it("takes 2000 turns, a thousand nats, missing turns and no turn", () => {
  const model = { state: turned, separation: 2, correlation: 0.3 };
  const strong = smoothBiased(chain, [1e3, -1e3, null, 1e3], model);
  expect(strong.beliefs.flat().every((p) => p >= 0 && p <= 1 + 1e-12)).toBe(true);
  expect(smoothBiased(chain, [], model).flip).toEqual({ probability: 0, entry: null });
  expect(smoothBiased(chain, [null, null], model).bias.mean).toBe(0);
  const evidence = Array.from({ length: 2000 }, (_, t) => (t < 1200 ? -1 : 1));
  const { flip } = smoothBiased(chain, evidence, model);
  expect(flip.entry?.mode).toBeGreaterThan(0);
});

it("refuses models and evidence out of range", () => {
  expect(() => smoothBiased(chain, [1], { ...plain, separation: 0 })).toThrow(RangeError);
  expect(() => smoothBiased(chain, [1], { ...plain, correlation: 1 })).toThrow(RangeError);
  expect(() => smoothBiased(chain, [1], { ...plain, state: 3 })).toThrow("no state 3");
  expect(() => smoothBiased(chain, [Number.NaN], plain)).toThrow(RangeError);
});

/** Evidence of one conversation with a bias of its own, turned from a turn on or never. */
function conversation(random: Random, { from, bias }: { from: number; bias: number }): number[] {
  const [d, c] = [2, 0.3];
  return Array.from({ length: 20 }, (_, t) => {
    const noise = Math.sqrt((1 - c) * d) * drawNormal(random);
    return (t >= from ? d / 2 : -d / 2) + bias + noise;
  });
}

describe("calibration on 20-turn conversations", () => {
  const model = { state: turned, separation: 2, correlation: 0.3 };
  const trials = 120;
  const never = 20;
  const spread = Math.sqrt(0.3 * 2);

  const shareFlagged = (random: Random, make: () => { from: number; bias: number }) => {
    const flagged = { biased: 0, naive: 0, tempered: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const evidence = conversation(random, make());
      const rows = (factor: number) => evidence.map((x) => [0, 0, factor * x]);
      const naive = firstEntry(chain, rows(1), { state: turned });
      const tempered = firstEntry(chain, rows(temperFactor(0.3, 20)), { state: turned });
      if (smoothBiased(chain, evidence, model).flip.probability > 0.5) flagged.biased++;
      if (naive.probability > 0.5) flagged.naive++;
      if (tempered.probability > 0.5) flagged.tempered++;
    }
    return {
      biased: flagged.biased / trials,
      naive: flagged.naive / trials,
      tempered: flagged.tempered / trials,
    };
  };

  it("flags at most 5 % of benign ones whose style is worth 0.3 nats a turn", () => {
    const random = seededRandom(31);
    // A loyal turn is worth −1 nat on average: this style puts its conversations at +0.3.
    const styled = shareFlagged(random, () => ({ from: never, bias: 1.3 }));
    expect(styled.naive).toBeGreaterThan(0.5);
    expect(styled.biased).toBeLessThanOrEqual(0.05);
    const constant = smoothBiased(chain, Array(20).fill(0.3), model);
    expect(constant.beliefs.every((row) => (row[turned] ?? 1) < 0.05)).toBe(true);
    expect(constant.bias.mean).toBeGreaterThan(0.9);
  });

  it("flags few benign ones of random styles, and finds the flips that an exponent loses", () => {
    const random = seededRandom(32);
    const style = () => spread * drawNormal(random);
    const benign = shareFlagged(random, () => ({ from: never, bias: style() }));
    expect(benign.biased).toBeLessThanOrEqual(0.02);
    const flipped = shareFlagged(random, () => ({
      from: 3 + Math.floor(14 * random()),
      bias: style(),
    }));
    expect(flipped.biased).toBeGreaterThan(0.65);
    expect(flipped.tempered).toBeLessThan(0.3);
  });
});
