import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, type Random, seededRandom } from "../../math/index.ts";
import { fitLogistic } from "./fit-logistic.ts";
import type { LabelledScores } from "./labelled-scores.ts";
import { mappedNats } from "./score-map.ts";

// Weight and transmission of the 32 cars of R's mtcars.
const weights = [
  2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424,
  5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57,
  2.78,
];
const manual = [0, 1, 2, 17, 18, 19, 25, 26, 27, 28, 29, 30, 31];
const cars = weights.map((weight, i) => ({
  scores: [weight],
  turned: manual.includes(i),
  group: `${i}`,
}));

it("has the coefficients of R's glm(am ~ wt), the prior odds taken out", () => {
  const { intercept, slopes } = fitLogistic(cars, { ridge: 0 });
  // R 4.3: (Intercept) 12.040, wt -4.024; 13 of 32 are manual.
  expect(intercept + Math.log(13 / 19)).toBeCloseTo(12.04, 2);
  expect(slopes[0]).toBeCloseTo(-4.024, 3);
});

/** Turns whose true log-likelihood ratio is known: N(±d/2, d) seen by one detector or several. */
function turns(
  count: number,
  random: Random,
  { d, share, read }: { d: number; share: number; read: (nats: number) => readonly number[] },
): LabelledScores[] {
  return Array.from({ length: count }, (_, i) => {
    const turned = random() < share;
    const nats = (turned ? d / 2 : -d / 2) + Math.sqrt(d) * drawNormal(random);
    return { scores: read(nats), turned, group: `${i % 50}` };
  });
}

describe("evidence", () => {
  it("is the true log-likelihood ratio, whatever the share of turned labels", () => {
    for (const share of [0.5, 0.1]) {
      const random = seededRandom(51);
      const rows = turns(3000, random, { d: 2, share, read: (nats) => [3 + nats / 5] });
      const map = fitLogistic(rows);
      for (const nats of [-2, 0, 2]) {
        expect(Math.abs(mappedNats(map, [3 + nats / 5]) - nats)).toBeLessThan(0.3);
      }
    }
  });

  it("is not doubled by a detector that is there twice", () => {
    const random = seededRandom(52);
    const rows = turns(2000, random, { d: 2, share: 0.5, read: (nats) => [nats, nats] });
    const once = fitLogistic(rows.map((row) => ({ ...row, scores: row.scores.slice(0, 1) })));
    const twice = fitLogistic(rows);
    for (const nats of [-2, 1, 3]) {
      const [single, double] = [mappedNats(once, [nats]), mappedNats(twice, [nats, nats])];
      expect(Math.abs(double - single)).toBeLessThan(0.02);
      // What adding two maps would say.
      expect(Math.abs(2 * single - single)).toBeGreaterThan(0.9);
    }
  });

  it("of two detectors with shared noise is the joint ratio, not the sum", () => {
    const random = seededRandom(53);
    // Correlation of the noises 0.6: joint information d/(1 + 0.6)·2 = 1.25 d, not 2 d.
    const rows = Array.from({ length: 8000 }, (_, i): LabelledScores => {
      const turned = random() < 0.5;
      const shared = Math.sqrt(0.6) * drawNormal(random);
      const read = () => (turned ? 0.5 : -0.5) + shared + Math.sqrt(0.4) * drawNormal(random);
      return { scores: [read(), read()], turned, group: `${i}` };
    });
    const { slopes } = fitLogistic(rows);
    for (const slope of slopes) expect(Math.abs(slope - 1 / 1.6)).toBeLessThan(0.08);
  });
});

it("does not depend on the unit of a score", () => {
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
  const shift = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(scale, shift, (factor, move) => {
      const moved = cars.map((car) => ({
        ...car,
        scores: car.scores.map((score) => factor * score + move),
      }));
      const [own, other] = [fitLogistic(cars), fitLogistic(moved)];
      for (const score of [2, 3, 4]) {
        expect(mappedNats(other, [factor * score + move])).toBeCloseTo(mappedNats(own, [score]), 6);
      }
    }),
  );
});

it("counts a weight of two as a turn that is there twice", () => {
  const doubled = fitLogistic(cars.map((car, i) => ({ ...car, weight: i < 10 ? 2 : 1 })));
  const twice = fitLogistic([...cars, ...cars.slice(0, 10)]);
  expect(doubled.intercept).toBeCloseTo(twice.intercept, 8);
  expect(doubled.slopes[0]).toBeCloseTo(twice.slopes[0] ?? 0, 8);
});

it("stays finite where scores part the kinds, and pulls more the more it is asked to", () => {
  const parted = [-2, -1, 1, 2].map((x) => ({ scores: [x, 7], turned: x > 0, group: `${x}` }));
  const map = fitLogistic(parted);
  expect(map.slopes[0]).toBeGreaterThan(0);
  expect(map.slopes[1]).toBe(0);
  expect(mappedNats(map, [100, 7])).toBe(4);
  expect(fitLogistic(parted, { ridge: 10 }).slopes[0]).toBeLessThan(map.slopes[0] ?? 0);
  expect(() =>
    fitLogistic(
      parted.map((r) => ({ ...r, scores: [r.scores[0] ?? 0] })),
      { ridge: 0 },
    ),
  ).toThrow("a ridge above 0 is needed");
});

it("refuses labels of one kind, ragged or broken scores, weights and options out of range", () => {
  const one = { scores: [1], turned: true, group: "a" };
  const other = { scores: [0], turned: false, group: "b" };
  expect(() => fitLogistic([one])).toThrow("labelled turns of both kinds are needed");
  expect(() => fitLogistic([])).toThrow(RangeError);
  expect(() => fitLogistic([one, { ...other, scores: [0, 1] }])).toThrow(RangeError);
  expect(() => fitLogistic([one, { ...other, scores: [Number.NaN] }])).toThrow(RangeError);
  expect(() => fitLogistic([one, { ...other, weight: 0 }])).toThrow(RangeError);
  expect(() => fitLogistic([one, other], { ridge: -1 })).toThrow(RangeError);
  expect(() => fitLogistic([one, other], { maxNats: 0 })).toThrow(RangeError);
});
