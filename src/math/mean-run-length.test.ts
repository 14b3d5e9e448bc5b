import fc from "fast-check";
import { expect, it } from "vitest";
import { normalCdf } from "./distributions.ts";
import { meanRunLength } from "./mean-run-length.ts";

const drifting = (drift: number, limit: number, start = 0) =>
  meanRunLength({ floor: 0, limit, spread: 1, start, centre: (value) => value + drift });

it("is 1/p where every step starts anew and passes the limit with chance p", () => {
  const length = meanRunLength({ floor: 0, limit: 2, spread: 1, start: 0, centre: () => 0 });
  expect(length).toBeCloseTo(1 / normalCdf(-2), 9);
});

it("grows with the limit, falls with the drift and with a head start, whatever the unit", () => {
  const drift = fc.double({ min: -1.5, max: 1, noNaN: true });
  const limit = fc.double({ min: 0.5, max: 12, noNaN: true });
  fc.assert(
    fc.property(drift, limit, fc.double({ min: 0.1, max: 20, noNaN: true }), (by, to, unit) => {
      const length = drifting(by, to);
      expect(drifting(by, to + 0.1)).toBeGreaterThan(length);
      expect(drifting(by + 0.1, to)).toBeLessThan(length);
      expect(drifting(by, to, to / 2)).toBeLessThan(length);
      const centre = (value: number) => value + by * unit;
      const scaled = meanRunLength({ floor: 0, limit: to * unit, spread: unit, start: 0, centre });
      expect(scaled / length).toBeCloseTo(1, 9);
    }),
    { numRuns: 15 },
  );
});

// Wald's bounds for steps of drift −½: e^limit and a little overshoot; an ordinary solver is lost at 10^16.
it("keeps its digits over runs of 10^26 steps", () => {
  const growth = drifting(-0.5, 61) / drifting(-0.5, 60);
  expect(growth).toBeCloseTo(Math.E, 9);
});

it.each([
  [{ limit: 0 }, "limit 0 must be above floor 0, and spread 1 above 0"],
  [{ limit: Number.NaN }, "limit NaN must be above"],
  [{ spread: 0 }, "spread 0 above 0"],
  [{ spread: 0.001 }, "within 150 spreads of the floor, not 2000"],
  [{ start: 3 }, "start must be at most 2, not 3"],
])("refuses %o", (wrong, message) => {
  const steps = { floor: 0, limit: 2, spread: 1, start: 0, centre: (value: number) => value };
  expect(() => meanRunLength({ ...steps, ...wrong })).toThrow(message);
});
