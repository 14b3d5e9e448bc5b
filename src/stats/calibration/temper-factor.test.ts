import { expect, it } from "vitest";
import { temperFactor } from "./temper-factor.ts";

it("is 1 for one turn or none alike, and leaves one turn's worth of those all alike", () => {
  expect(temperFactor(0.4, 1)).toBe(1);
  expect(temperFactor(0, 50)).toBe(1);
  expect(20 * temperFactor(1, 20)).toBe(1);
  expect(temperFactor(0.3, 20)).toBeCloseTo(1 / 6.7, 12);
});

// The closed form, against the Gaussian ratio itself: Sherman–Morrison written out for three turns by hand.
it("makes a sum the joint log-likelihood ratio of turns that share a bias", () => {
  const [d, c] = [2, 0.25];
  const x = [0.4, -1, 2.2];
  const quadratic = (mean: number) => {
    const r = x.map((value) => value - mean);
    const sum = r.reduce((a, b) => a + b, 0);
    const within = (1 - c) * d;
    return (r.reduce((a, b) => a + b * b, 0) - (sum ** 2 * c * d) / (within + 3 * c * d)) / within;
  };
  const ratio = (quadratic(-d / 2) - quadratic(d / 2)) / 2;
  expect(temperFactor(c, 3) * (0.4 - 1 + 2.2)).toBeCloseTo(ratio, 12);
});

it("refuses arguments out of range", () => {
  expect(() => temperFactor(1.1, 3)).toThrow(RangeError);
  expect(() => temperFactor(0.1, 0)).toThrow("turns must be at least 1, not 0");
});
