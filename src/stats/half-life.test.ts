import fc from "fast-check";
import { expect, it } from "vitest";
import { halfLife } from "./half-life.ts";

// Effects of a slip at once and three good turns later on a small model; 3·ln 2 / ln(.482/.275) in Python.
it("is 3.7 turns for an effect that falls from .482 to .275 nats in three turns", () => {
  expect(halfLife(0.482, 0.275, 3).turns).toBeCloseTo(3.705526604039006, 10);
});

const positive = fc.double({ min: 0.01, max: 100, noNaN: true });

it("gives back the half-life that an effect was made with, in any unit and sign", () => {
  fc.assert(
    fc.property(positive, positive, fc.integer({ min: 1, max: 20 }), (effect, life, turns) => {
      const later = effect * 0.5 ** (turns / life);
      fc.pre(later > 0);
      const relative = (halfLife(effect, later, turns).turns ?? 0) / life;
      expect(relative).toBeCloseTo(1, 6);
      expect(halfLife(-effect, -later, turns).turns).toBe(halfLife(effect, later, turns).turns);
    }),
  );
});

it.each([
  [0, 0.1, "there was no effect that could fade"],
  [0.4, 0, "the effect is gone or reversed after 2 turns"],
  [0.4, -0.1, "the effect is gone or reversed after 2 turns"],
  [0.4, 0.4, "the effect has not fallen after 2 turns"],
  [0.4, 0.5, "the effect has not fallen after 2 turns"],
])("is null from %f to %f, with the reason", (atOnce, later, reason) => {
  expect(halfLife(atOnce, later, 2)).toEqual({ turns: null, reason });
});

it("refuses effects that are not finite and a lag that is not above 0", () => {
  expect(() => halfLife(Number.NaN, 1, 1)).toThrow(RangeError);
  expect(() => halfLife(1, 0.5, 0)).toThrow("turns must be finite and above 0, not 0");
});
