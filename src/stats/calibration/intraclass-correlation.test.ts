import fc from "fast-check";
import { expect, it } from "vitest";
import { drawNormal, seededRandom } from "../../math/index.ts";
import { intraclassCorrelation } from "./intraclass-correlation.ts";

// Shrout and Fleiss 1979, "Intraclass correlations", table 2: ICC(1, 1) = .17 there; mean squares 11.24 and 6.26.
const ratings = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

it("has the published value of six targets and four judges", () => {
  const { correlation, withinVariance } = intraclassCorrelation(ratings);
  expect(correlation).toBeCloseTo(0.1657, 4);
  expect(withinVariance).toBeCloseTo(6.2639, 4);
});

// Worked apart in Python from the sums of squares; n₀ = 2.888889.
it("weighs ragged groups by n₀", () => {
  const { correlation, betweenVariance } = intraclassCorrelation([
    [1, 2],
    [4, 6, 5],
    [9, 7, 8, 8],
  ]);
  expect(correlation).toBeCloseTo(0.92844037, 7);
  expect(betweenVariance).toBeCloseTo(9.7307692, 6);
});

it("is unmoved by shift and scale, and lies in [0, 1]", () => {
  const value = fc.integer({ min: -100, max: 100 });
  const groups = fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(groups, (given) => {
      const { correlation } = intraclassCorrelation(given);
      if (correlation === null) return;
      expect(correlation).toBeGreaterThanOrEqual(0);
      expect(correlation).toBeLessThanOrEqual(1);
      const moved = intraclassCorrelation(given.map((g) => g.map((x) => 3 * x + 7)));
      expect(moved.correlation).toBeCloseTo(correlation, 6);
    }),
  );
});

it("is 1 where groups differ and members do not, and null where nothing can be said", () => {
  expect(
    intraclassCorrelation([
      [1, 1],
      [2, 2, 2],
    ]).correlation,
  ).toBe(1);
  expect(intraclassCorrelation([[1, 1], [1]]).correlation).toBeNull();
  expect(intraclassCorrelation([[1, 2, 3]]).correlation).toBeNull();
  expect(intraclassCorrelation([[1], [2], []]).correlation).toBeNull();
  expect(() => intraclassCorrelation([[], []])).toThrow(RangeError);
  expect(() => intraclassCorrelation([[Number.NaN]])).toThrow(RangeError);
});

it.each([0, 0.2, 0.6])("comes close to a true %f in ragged groups", (truth) => {
  const random = seededRandom(41);
  const found = Array.from({ length: 60 }, () => {
    const groups = Array.from({ length: 40 }, () => {
      const own = Math.sqrt(truth) * drawNormal(random);
      const size = 1 + Math.floor(12 * random());
      return Array.from({ length: size }, () => own + Math.sqrt(1 - truth) * drawNormal(random));
    });
    return intraclassCorrelation(groups).correlation ?? 0;
  });
  const average = found.reduce((sum, c) => sum + c, 0) / found.length;
  expect(Math.abs(average - truth)).toBeLessThan(0.03);
});
