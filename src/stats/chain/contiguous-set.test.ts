import fc from "fast-check";
import { expect, it } from "vitest";
import { contiguousSet } from "./contiguous-set.ts";

it.each([
  [[0.02, 0.5, 0.46, 0.02], 0.95, [1, 2]],
  [[0.3, 0.3, 0.4], 0.95, [0, 2]],
  [[0.4, 0.1, 0.1, 0.4], 0.5, [0, 1]],
  [[0.2, 0.3, 0.4, 0.1], 0.6, [1, 2]],
  [[1], 0.95, [0, 0]],
  [[0.05, 0.9, 0.05], 0.95, [0, 1]],
])("of %j at %f is %j", (masses, level, expected) => {
  expect(contiguousSet(masses, level)).toEqual(expected);
});

it("holds its share, and nothing shorter does", () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      weights.filter((w) => w.some((x) => x > 0.01)),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      (raw, level) => {
        const total = raw.reduce((sum, x) => sum + x, 0);
        const masses = raw.map((x) => x / total);
        const held = (from: number, to: number) =>
          masses.slice(from, to + 1).reduce((sum, x) => sum + x, 0);
        const [low, high] = contiguousSet(masses, level);
        expect(held(low, high)).toBeGreaterThan(level - 1e-8);
        for (let start = 0; start + (high - low) - 1 < masses.length; start++) {
          expect(held(start, start + (high - low) - 1)).toBeLessThan(level + 1e-8);
        }
      },
    ),
  );
});

it("refuses an empty distribution and a level out of range", () => {
  expect(() => contiguousSet([], 0.95)).toThrow(RangeError);
  expect(() => contiguousSet([1], 0)).toThrow(RangeError);
});
