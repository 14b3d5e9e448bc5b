import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, normalCdf, seededRandom } from "../math/index.ts";
import { holm } from "./holm.ts";

// Worked by hand from the definition.
it.each([
  [
    [0.01, 0.04, 0.03, 0.005],
    [0.03, 0.06, 0.06, 0.02],
  ],
  [
    [0.5, 0.02, 0.9],
    [1, 0.06, 1],
  ],
])("adjusts %j to %j", (pValues, expected) => {
  for (const [index, p] of holm(pValues).entries())
    expect(p).toBeCloseTo(expected[index] ?? -1, 10);
});

const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

it("never lowers a p-value, keeps their order, and lies between none and Bonferroni", () => {
  fc.assert(
    fc.property(family, (pValues) => {
      const adjusted = holm(pValues);
      for (const [i, p] of pValues.entries()) {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p);
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
        for (const [j, other] of pValues.entries()) {
          if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 0);
        }
      }
    }),
  );
});

it("leaves a family of one as it is, and an empty family empty", () => {
  expect(holm([0.03])).toEqual([0.03]);
  expect(holm([])).toEqual([]);
});

it("refuses what is no p-value", () => {
  expect(() => holm([0.1, 1.1])).toThrow("a p-value must lie in [0, 1], not 1.1");
  expect(() => holm([Number.NaN])).toThrow(RangeError);
});

describe("calibration", () => {
  it.each([
    [3, 0],
    [8, 0],
    [8, 0.7],
  ])(
    "claims anything at 0.05 in few enough families of %i true nulls, correlation %f",
    (size, shared) => {
      const random = seededRandom(size);
      const trials = 4000;
      let wrong = 0;
      for (let trial = 0; trial < trials; trial++) {
        const common = drawNormal(random);
        const pValues = Array.from({ length: size }, () =>
          normalCdf(Math.sqrt(shared) * common + Math.sqrt(1 - shared) * drawNormal(random)),
        );
        if (Math.min(...holm(pValues)) <= 0.05) wrong++;
      }
      // 0.05 plus two standard errors of 4000 trials.
      expect(wrong / trials).toBeLessThan(0.057);
      // Not so strict that it could never claim anything.
      expect(wrong / trials).toBeGreaterThan(shared === 0 ? 0.04 : 0.01);
    },
  );

  it("spares the true nulls of a mixed family, and finds more than Bonferroni would", () => {
    const random = seededRandom(5);
    const trials = 4000;
    const counts = { wrong: 0, found: 0, bonferroni: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const real = Array.from({ length: 5 }, () => normalCdf(drawNormal(random) - 3));
      const null3 = Array.from({ length: 3 }, () => normalCdf(drawNormal(random)));
      const adjusted = holm([...real, ...null3]);
      if (adjusted.slice(5).some((p) => p <= 0.05)) counts.wrong++;
      counts.found += adjusted.slice(0, 5).filter((p) => p <= 0.05).length;
      counts.bonferroni += real.filter((p) => p <= 0.05 / 8).length;
    }
    expect(counts.wrong / trials).toBeLessThan(0.057);
    expect(counts.found).toBeGreaterThan(1.05 * counts.bonferroni);
  });
});
