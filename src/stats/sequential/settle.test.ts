import fc from "fast-check";
import { expect, it } from "vitest";
import { settle } from "./settle.ts";

const factor = fc.double({ min: 0, max: 0.999, noNaN: true });

it("finds the fixed point of sweeps with one slow and one fast part", () => {
  fc.assert(
    fc.property(factor, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (slow, fast) => {
      const values = settle(new Float64Array(2), ([a = 0, b = 0], into) => {
        into[0] = 1 + slow * a;
        into[1] = 2 + fast * b + 0.1 * a;
      });
      const limit = 1 / (1 - slow);
      expect((values[0] ?? 0) / limit).toBeCloseTo(1, 9);
      expect((values[1] ?? 0) / ((2 + 0.1 * limit) / (1 - fast))).toBeCloseTo(1, 8);
    }),
  );
});

it("leaves the first guess as it is, and needs few sweeps where the factor is .999", () => {
  const start = Float64Array.of(5);
  let sweeps = 0;
  settle(start, ([value = 0], into) => {
    sweeps++;
    into[0] = 1 + 0.999 * value;
  });
  expect(start).toEqual(Float64Array.of(5));
  // Without the leaps: ln(1e-14)/ln(.999), over 32,000.
  expect(sweeps).toBeLessThan(200);
});

// A turn of a policy that clears every third turn: changes go round and do not line up.
it("settles where changes go round", () => {
  const values = settle(new Float64Array(3), ([a = 0, b = 0, c = 0], into) => {
    into.set([1 + 0.95 * b, 0.95 * c, 0.95 * a]);
  });
  expect(values[0]).toBeCloseTo(1 / (1 - 0.95 ** 3), 9);
  expect(values[1]).toBeCloseTo(0.95 ** 2 / (1 - 0.95 ** 3), 9);
});

it("says so where there is no fixed point", () => {
  const grow = ([value = 0]: Float64Array, into: Float64Array) => {
    into[0] = value + 1;
  };
  expect(() => settle(new Float64Array(1), grow)).toThrow("do not settle");
});
