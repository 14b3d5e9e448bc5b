import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultHoldAbove, defaultPriorOffProfile, offProfileProbability } from "./hold-reply.ts";

it("is the prior without evidence, and Bayes' rule with it", () => {
  expect(offProfileProbability(0)).toBeCloseTo(defaultPriorOffProfile, 12);
  // Odds 1 : 19, times 19.
  expect(offProfileProbability(Math.log(19))).toBeCloseTo(0.5, 12);
  expect(offProfileProbability(1, 0.5)).toBeCloseTo(Math.E / (1 + Math.E), 12);
});

it("rises with evidence and prior, and stays a probability", () => {
  const nats = fc.double({ min: -50, max: 50, noNaN: true });
  const prior = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  fc.assert(
    fc.property(nats, prior, fc.double({ min: 0, max: 10, noNaN: true }), (x, p, more) => {
      const said = offProfileProbability(x, p);
      expect(said).toBeGreaterThanOrEqual(0);
      expect(said).toBeLessThanOrEqual(1);
      expect(offProfileProbability(x + more, p)).toBeGreaterThanOrEqual(said);
    }),
  );
});

it("holds by default above three quarters of a nat", () => {
  expect(offProfileProbability(0.74)).toBeLessThan(defaultHoldAbove);
  expect(offProfileProbability(0.75)).toBeGreaterThan(defaultHoldAbove);
});

it("refuses a prior that no evidence could move, and no evidence", () => {
  expect(() => offProfileProbability(1, 0)).toThrow("must lie between 0 and 1, not 0");
  expect(() => offProfileProbability(1, 1)).toThrow(RangeError);
  expect(() => offProfileProbability(Number.NaN)).toThrow(RangeError);
});
