import fc from "fast-check";
import { expect, it } from "vitest";
import { solvePositive } from "./solve-positive.ts";

it("solves what it is given", () => {
  const entry = fc.double({ min: -3, max: 3, noNaN: true });
  const square = fc.array(fc.array(entry, { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(square, fc.tuple(entry, entry, entry), (root, right) => {
      // RᵀR + I is positive definite whatever R is.
      const matrix = [0, 1, 2].map((i) =>
        [0, 1, 2].map(
          (j) =>
            root.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) + (i === j ? 1 : 0),
        ),
      );
      const solution = solvePositive(matrix, right) ?? [];
      for (const [i, row] of matrix.entries()) {
        const product = row.reduce((sum, a, j) => sum + a * (solution[j] ?? 0), 0);
        expect(product).toBeCloseTo(right[i] ?? 0, 8);
      }
    }),
  );
});

it("solves a system done by hand", () => {
  const [x, y] = solvePositive(
    [
      [4, 2],
      [2, 3],
    ],
    [10, 8],
  ) ?? [0, 0];
  expect(x).toBeCloseTo(1.75, 12);
  expect(y).toBeCloseTo(1.5, 12);
});

it("says null where there is no single answer, and refuses shapes that disagree", () => {
  expect(
    solvePositive(
      [
        [1, 1],
        [1, 1],
      ],
      [1, 1],
    ),
  ).toBeNull();
  expect(
    solvePositive(
      [
        [1, 2],
        [2, 1],
      ],
      [1, 1],
    ),
  ).toBeNull();
  expect(() => solvePositive([[1, 2]], [1])).toThrow(RangeError);
  expect(() => solvePositive([[Number.NaN]], [1])).toThrow(RangeError);
});
