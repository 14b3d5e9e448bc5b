import fc from "fast-check";
import { expect, it } from "vitest";
import { gaussLegendre } from "./gauss-legendre.ts";

const integral = (
  points: number,
  [from, to]: readonly [number, number],
  f: (x: number) => number,
) => {
  const { nodes, weights } = gaussLegendre(points, from, to);
  return nodes.reduce((sum, node, index) => sum + (weights[index] ?? 0) * f(node), 0);
};

// scipy 1.17.1, special.roots_legendre(5).
it("agrees with scipy on five points", () => {
  const { nodes, weights } = gaussLegendre(5, -1, 1);
  const roots = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664];
  const shares = [0.23692688505618914, 0.4786286704993664, 0.5688888888888889];
  for (const [index, root] of roots.entries()) expect(nodes[index]).toBeCloseTo(root, 14);
  for (const [index, share] of shares.entries()) expect(weights[index]).toBeCloseTo(share, 14);
});

it("is exact for every power up to 2·points − 1, and not for the next", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (points) => {
      for (let power = 0; power < 2 * points; power++) {
        expect(integral(points, [0, 1], (x) => x ** power)).toBeCloseTo(1 / (power + 1), 13);
      }
      const next = integral(points, [-1, 1], (x) => x ** (2 * points));
      expect(next).toBeLessThan(2 / (2 * points + 1) - 1e-9);
    }),
  );
});

it("integrates a normal density with a hundred points over many standard deviations", () => {
  const density = (x: number) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  expect(integral(100, [-12, 12], density)).toBeCloseTo(1, 13);
});

it.each([
  [0, 0, 1, "points must be a whole number of at least 1, not 0"],
  [2.5, 0, 1, "points must be a whole number of at least 1, not 2.5"],
  [3, 1, 1, "the interval must be finite and rise, not 1 to 1"],
  [3, 0, Number.POSITIVE_INFINITY, "the interval must be finite and rise, not 0 to Infinity"],
  [3, Number.NaN, 1, "the interval must be finite and rise, not NaN to 1"],
])("refuses %f points from %f to %f", (points, from, to, message) => {
  expect(() => gaussLegendre(points, from, to)).toThrow(new RangeError(message));
});
