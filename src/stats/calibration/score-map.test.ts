import fc from "fast-check";
import { expect, it } from "vitest";
import { mappedNats } from "./score-map.ts";

const logistic = { kind: "logistic", intercept: -1, slopes: [2, 0.5], maxNats: 4 } as const;
const isotonic = {
  kind: "isotonic",
  knots: [
    [0, -2],
    [1, -1],
    [3, 3],
  ],
} as const;

it("adds the scores of a logistic map, and holds them", () => {
  expect(mappedNats(logistic, [1, 2])).toBe(2);
  expect(mappedNats(logistic, [100, 0])).toBe(4);
  expect(mappedNats(logistic, [-100, 0])).toBe(-4);
});

it.each([
  [-5, -2],
  [0, -2],
  [0.5, -1.5],
  [1, -1],
  [2, 1],
  [3, 3],
  [99, 3],
])("is a line between knots and flat outside: %f gives %f", (score, nats) => {
  expect(mappedNats(isotonic, [score])).toBeCloseTo(nats, 12);
});

it("never falls with a rising score", () => {
  const score = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(score, score, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(mappedNats(isotonic, [low])).toBeLessThanOrEqual(mappedNats(isotonic, [high]) + 1e-12);
    }),
  );
});

it("refuses too few scores, too many, and what is no number", () => {
  expect(() => mappedNats(logistic, [1])).toThrow("1 scores for a map of 2");
  expect(() => mappedNats(isotonic, [1, 2])).toThrow(RangeError);
  expect(() => mappedNats(isotonic, [Number.NaN])).toThrow("a score must be finite, not NaN");
  expect(() => mappedNats({ kind: "isotonic", knots: [] }, [1])).toThrow(RangeError);
});
