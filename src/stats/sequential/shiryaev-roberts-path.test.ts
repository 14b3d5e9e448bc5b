import fc from "fast-check";
import { expect, it } from "vitest";
import { shiryaevRobertsPath } from "./shiryaev-roberts-path.ts";
import { verdictNats } from "./verdict-rates.ts";

// θ = 1, so ln Λ = X − ½; in Python.
it("multiplies evidence up", () => {
  const path = shiryaevRobertsPath([0.2, 1.4, -0.3, 2.1].map((x) => x - 0.5));
  const expected = [0.7408182207, 4.2817219115, 2.3732306353, 16.7077207115];
  for (const [turn, r] of expected.entries()) expect(path[turn]).toBeCloseTo(r, 9);
});

const rate = fc.double({ min: 0.05, max: 0.95, noNaN: true });

// Exact: the mean over every sequence of verdicts, weighed by its chance without a flip.
it("has mean n + R₀ after n turns without a flip", () => {
  const start = fc.double({ min: 0, max: 50, noNaN: true });
  fc.assert(
    fc.property(rate, rate, fc.integer({ min: 1, max: 7 }), start, (before, after, turns, r0) => {
      let mean = 0;
      for (let bits = 0; bits < 2 ** turns; bits++) {
        const verdicts = Array.from({ length: turns }, (_, turn) => ((bits >> turn) & 1) === 1);
        const chance = verdicts.reduce((p, bad) => p * (bad ? before : 1 - before), 1);
        const nats = verdicts.map((bad) => verdictNats(bad, { before, after }));
        mean += chance * (shiryaevRobertsPath(nats, r0).at(-1) ?? 0);
      }
      expect(mean / (turns + r0)).toBeCloseTo(1, 9);
    }),
    { numRuns: 40 },
  );
});

it("weighs all turns of the flip alike: the sum of their likelihood ratios", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1 }), (nats) => {
      const sums = nats.map((_, from) => nats.slice(from).reduce((sum, x) => sum + x, 0));
      const total = sums.reduce((sum, x) => sum + Math.exp(x), 0);
      expect((shiryaevRobertsPath(nats).at(-1) ?? 0) / total).toBeCloseTo(1, 9);
    }),
  );
});

it("counts a turn without a verdict as one that says nothing", () => {
  expect(shiryaevRobertsPath([null, null, null]).at(-1)).toBeCloseTo(3, 12);
});

it("stays finite, and comes back, after more evidence than a number can hold", () => {
  const path = shiryaevRobertsPath([800, 800, -1600, 0]);
  expect(path[1]).toBe(Number.MAX_VALUE);
  expect(path[2]).toBeCloseTo(1, 9);
  expect(path[3]).toBeCloseTo(2, 9);
});

it("refuses values that are not finite, and a start below 0", () => {
  expect(() => shiryaevRobertsPath([Number.NEGATIVE_INFINITY])).toThrow("not -Infinity");
  expect(() => shiryaevRobertsPath([0], -1)).toThrow("at least 0, not -1");
});
