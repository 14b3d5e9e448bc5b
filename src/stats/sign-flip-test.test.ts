import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, type Random, seededRandom } from "../math/index.ts";
import { signFlipTest } from "./sign-flip-test.ts";

const eight = [0.3, -0.1, 0.25, 0.4, -0.05, 0.6, 0.12, 0.02];

// scipy 1.17.1: stats.permutation_test((d,), np.mean, permutation_type="samples", n_resamples=np.inf).
it("agrees with scipy's exact test on eight pairs", () => {
  expect(signFlipTest(eight, { random: seededRandom(1) })).toBe(0.0703125);
});

// All 2^14 patterns counted in Python: 0.056640625; standard error of 9999 draws 0.0023.
it("comes close to the full count on fourteen pairs", () => {
  const fourteen = [...eight, -0.3, 0.15, 0.5, -0.2, 0.33, 0.08];
  const p = signFlipTest(fourteen, { random: seededRandom(1) });
  expect(Math.abs(p - 0.056640625)).toBeLessThan(0.007);
});

const differences = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
  minLength: 1,
  maxLength: 15,
});

it("stays in (0, 1] and does not change with the sign or the unit of all differences", () => {
  fc.assert(
    fc.property(differences, fc.integer(), (values, seed) => {
      const options = () => ({ random: seededRandom(seed), resamples: 100 });
      const p = signFlipTest(values, options());
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      const flipped = values.map((value) => -4 * value);
      expect(signFlipTest(flipped, options())).toBe(p);
    }),
  );
});

it("is as small as it can be when all differences agree", () => {
  const same = (length: number) => Array.from({ length }, () => 0.1);
  expect(signFlipTest(same(6), { random: seededRandom(1) })).toBe(2 / 64);
  expect(signFlipTest(same(40), { random: seededRandom(1), resamples: 199 })).toBe(1 / 200);
});

it("counts ties as extreme", () => {
  expect(signFlipTest([0, 0, 0], { random: seededRandom(1) })).toBe(1);
  // All but the 6 of 16 patterns that cancel; 0.1 + 0.1 + 0.1 − 0.1 and 0.1 + 0.1 − 0.1 + 0.1 round differently.
  expect(signFlipTest([0.1, 0.1, 0.1, -0.1], { random: seededRandom(1) })).toBe(0.625);
});

it("refuses no pairs, broken values and too few resamples", () => {
  const random = seededRandom(1);
  expect(() => signFlipTest([], { random })).toThrow("differences are empty");
  expect(() => signFlipTest([Number.NaN], { random })).toThrow(RangeError);
  expect(() => signFlipTest([1], { random, resamples: 1 })).toThrow(RangeError);
});

describe("calibration: true null, pairs of very unequal spread and heavy tails", () => {
  const heavy = (random: Random, pair: number) => (1 + pair) * drawNormal(random) ** 3;

  it.each([8, 16])("rejects at 0.05 as often as it should with %i pairs", (n) => {
    const random = seededRandom(n);
    const trials = 600;
    const rejected = Array.from({ length: trials }, () =>
      signFlipTest(
        Array.from({ length: n }, (_, pair) => heavy(random, pair)),
        { random, resamples: 199 },
      ),
    ).filter((p) => p <= 0.05).length;
    expect(rejected / trials).toBeGreaterThan(0.025);
    expect(rejected / trials).toBeLessThan(0.075);
  });
});
