import fc from "fast-check";
import { expect, it } from "vitest";
import { simplexSearch } from "./simplex-search.ts";

it("finds the bottom of a bowl, wherever it lies", () => {
  const place = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(place, (centre) => {
      const bowl = (at: readonly number[]) =>
        at.reduce((sum, x, index) => sum + (index + 1) * (x - (centre[index] ?? 0)) ** 2, 3);
      const found = simplexSearch(
        bowl,
        centre.map(() => 0),
        { tolerance: 1e-12 },
      );
      expect(found.value).toBeCloseTo(3, 4);
      for (const [index, x] of found.at.entries()) expect(x).toBeCloseTo(centre[index] ?? 0, 1);
    }),
    { numRuns: 50 },
  );
});

// Rosenbrock 1960, https://doi.org/10.1093/comjnl/3.3.175: a bent valley with its bottom at (1, 1).
it("follows a bent valley to its end", () => {
  const valley = ([x = 0, y = 0]: readonly number[]) => 100 * (y - x ** 2) ** 2 + (1 - x) ** 2;
  const { at } = simplexSearch(valley, [-1.2, 1], { tolerance: 1e-12 });
  expect(at[0]).toBeCloseTo(1, 3);
  expect(at[1]).toBeCloseTo(1, 3);
});

it("walks around what is not allowed, and stops when it has looked enough", () => {
  const walled = ([x = 0]: readonly number[]) => (x < 1 ? Number.POSITIVE_INFINITY : x);
  expect(simplexSearch(walled, [4]).value).toBeCloseTo(1, 3);
  let looks = 0;
  const counted = ([x = 0]: readonly number[]) => {
    looks++;
    return -x;
  };
  simplexSearch(counted, [0], { evaluations: 20 });
  expect(looks).toBeLessThan(26);
  expect(simplexSearch(() => 7, []).value).toBe(7);
});
