import fc from "fast-check";
import { expect, it } from "vitest";
import { drawNormal, seededRandom } from "../../math/index.ts";
import { fitIsotonic } from "./fit-isotonic.ts";
import { mappedNats } from "./score-map.ts";

const row = (score: number, turned: boolean, weight = 1) => ({
  scores: [score],
  turned,
  group: `${score}`,
  weight,
});

// Worked by hand: scores 1 to 5 with labels 0 1 0 1 1 pool to (1: 0), (2, 3: ½), (4, 5: 1); π = 3/5, a = 2.
it("pools neighbours that break the order, and smooths the steps", () => {
  const labels = [false, true, false, true, true];
  const { knots } = fitIsotonic(labels.map((turned, i) => row(i + 1, turned)));
  const nats = (turned: number, n: number) => {
    const rate = (turned + 1.2) / (n + 2);
    return Math.log(rate / (1 - rate)) - Math.log(0.6 / 0.4);
  };
  const expected = [
    [1, nats(0, 1)],
    [2.5, nats(1, 2)],
    [4.5, nats(2, 2)],
  ];
  expect(knots).toHaveLength(3);
  for (const [index, [score, value]] of expected.entries()) {
    expect(knots[index]?.[0]).toBeCloseTo(score ?? 0, 12);
    expect(knots[index]?.[1]).toBeCloseTo(value ?? 0, 12);
  }
});

it("has knots that rise in score and in nats, within its bound", () => {
  const rows = fc.array(
    fc.record({
      score: fc.integer({ min: -5, max: 5 }),
      turned: fc.boolean(),
      weight: fc.double({ min: 0.2, max: 5, noNaN: true }),
    }),
    { minLength: 2, maxLength: 40 },
  );
  fc.assert(
    fc.property(
      rows.filter((all) => new Set(all.map(({ turned }) => turned)).size === 2),
      (all) => {
        const given = all.map(({ score, turned, weight }) => row(score, turned, weight));
        const { knots } = fitIsotonic(given, { smoothing: 0.5, maxNats: 3 });
        for (const [index, [score, nats]] of knots.entries()) {
          expect(Math.abs(nats)).toBeLessThanOrEqual(3);
          const before = knots[index - 1];
          if (before === undefined) continue;
          expect(score).toBeGreaterThan(before[0]);
          expect(nats).toBeGreaterThan(before[1]);
        }
        expect(fitIsotonic(given.toReversed(), { smoothing: 0.5, maxNats: 3 }).knots).toHaveLength(
          knots.length,
        );
      },
    ),
  );
});

it("finds a ratio that no line has", () => {
  const random = seededRandom(61);
  // Turned scores are N(1, 1), others N(−1, 1): the ratio is 2x. The detector reports x cubed.
  const rows = Array.from({ length: 5000 }, () => {
    const turned = random() < 0.3;
    return row(((turned ? 1 : -1) + drawNormal(random)) ** 3, turned);
  });
  const map = fitIsotonic(rows);
  for (const x of [-1, -0.5, 0, 0.5, 1]) {
    expect(Math.abs(mappedNats(map, [x ** 3]) - 2 * x)).toBeLessThan(0.45);
  }
});

it("says nothing where all scores are alike", () => {
  const { knots } = fitIsotonic([row(2, true), row(2, false), row(2, false)]);
  expect(knots).toHaveLength(1);
  expect(knots[0]?.[1]).toBeCloseTo(0, 12);
});

it("refuses several scores a turn, and options out of range", () => {
  const rows = [row(1, true), row(0, false)];
  expect(() => fitIsotonic(rows.map((r) => ({ ...r, scores: [1, 2] })))).toThrow(
    "an isotonic map takes one score, not 2",
  );
  expect(() => fitIsotonic(rows, { smoothing: 0 })).toThrow(RangeError);
  expect(() => fitIsotonic(rows, { maxNats: Number.NaN })).toThrow(RangeError);
  expect(() => fitIsotonic([row(1, true)])).toThrow(RangeError);
});
