import fc from "fast-check";
import { expect, it } from "vitest";
import { upperLimitOfNone } from "./upper-limit-of-none.ts";

// 1 − 0.05^(1/n) in Python; the same as scipy 1.17.1, binomtest(0, n, alternative="less").proportion_ci().
it.each([
  [100, 0.95, 0.029513049607039932],
  [300, 0.95, 0.00993608194445772],
  [800, 0.95, 0.003737662826100663],
  [1, 0.9, 0.9],
])("for %i trials at level %f has the known limit", (n, level, expected) => {
  expect(upperLimitOfNone(n, level)).toBeCloseTo(expected, 12);
});

// Its error rate is checked in rate-coverage.test.ts.
it("falls with more trials and stays below the rule of three", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (n) => {
      expect(upperLimitOfNone(n, 0.95)).toBeLessThan(3 / n);
      expect(upperLimitOfNone(n + 1, 0.95)).toBeLessThan(upperLimitOfNone(n, 0.95));
    }),
  );
});

it("refuses arguments out of range", () => {
  expect(() => upperLimitOfNone(0, 0.95)).toThrow("n must be a whole number of at least 1, not 0");
  expect(() => upperLimitOfNone(10, 1)).toThrow(RangeError);
});
