import fc from "fast-check";
import { expect, it } from "vitest";
import { type Calibration, defaultCalibration, defaultDependence } from "../../core/index.ts";
import type { Remedy } from "../policy.ts";
import { evidenceOutcomes } from "./evidence-outcomes.ts";
import { defaultGuardCosts, guardCostsSchema } from "./guard-costs.ts";
import { policyFrom } from "./policy-from.ts";
import { leftWhereUnmeasured } from "./remedy-effects.ts";
import { twoStates } from "./two-state.ts";

const all: ReadonlySet<Remedy> = new Set(["none", "inoculate", "rewind", "clear"]);
const beliefs = Array.from({ length: 51 }, (_, k) => k / 50);
const rank = (remedy: Remedy) => [...all].indexOf(remedy);

const grounds = {
  calibration: defaultCalibration,
  dependence: defaultDependence,
  costs: defaultGuardCosts,
};
const measured = (id: string, works: boolean): Calibration => ({
  ...defaultCalibration,
  remedies: [{ id, residual: 0.21, interval: null, turnsLost: 0, tokensAdded: 40, works }],
});

it("goes on, then inoculates, then rewinds under the defaults, and says so in numbers", () => {
  const { decide, holdAbove, summary } = policyFrom(grounds);
  expect([0, 0.1, 0.3, 0.6, 1].map((turned) => decide(turned, all))).toEqual([
    "none",
    "none",
    "inoculate",
    "rewind",
    "rewind",
  ]);
  expect(holdAbove).toBe(0.1);
  expect(summary).toEqual([
    "by P(turned): goes on below, inoculates from 0.201, rewinds from 0.347 on",
    "inoculate: from 0.201 on; costs 0.11, not measured: taken to leave 0.7 of the belief",
    "rewind: from 0.347 on; costs 0.51, taken to leave 0.15 where it had turned",
    "clear: only where nothing else is permitted, from 0.743 on; costs 3.00, leaves 0.02 as a fresh context does",
    "expected cost of a fresh conversation: 0.43, against 1.13 without acting (62 % less), with 20 turns to go",
    "holds a single reply whose own probability of being off-profile exceeds 0.1",
    "rests on assumed rates, not measured: pi0 0.02, rho 0.005, epsilon 0.15, r 0.05",
  ]);
});

it("does only what is permitted, and clears where nothing weaker is", () => {
  const { decide } = policyFrom(grounds);
  expect(decide(0.99, new Set(["none"]))).toBe("none");
  expect(decide(0.99, new Set(["none", "inoculate"]))).toBe("inoculate");
  expect(decide(0.99, new Set(["none", "clear"]))).toBe("clear");
  expect(decide(0.5, new Set(["none", "clear"]))).toBe("none");
});

it("never uses what was measured and not shown to work", () => {
  for (const id of ["inoculate", "rewind", "clear"] as const) {
    const { decide, summary } = policyFrom({ ...grounds, calibration: measured(id, false) });
    expect(summary).toContain(
      `${id}: never, as it was measured and not shown to work: 0.21 nats per token are left`,
    );
    for (const turned of beliefs) {
      expect(decide(turned, all)).not.toBe(id);
      expect(decide(turned, new Set(["none", id]))).toBe("none");
    }
  }
});

it("expects more of an inoculation that was shown to work", () => {
  const { decide, summary } = policyFrom({ ...grounds, calibration: measured("inoculate", true) });
  expect(decide(0.9, all)).toBe("inoculate");
  expect(summary[1]).toContain("measured to work: taken to leave 0.1 of the belief");
  expect(leftWhereUnmeasured).toBeGreaterThan(0.1);
});

const cost = fc.double({ min: 0, max: 5, noNaN: true });
const costs = fc.record({
  offProfileReply: fc.double({ min: 0.1, max: 5, noNaN: true }),
  lostTurn: cost,
  thousandTokens: fc.double({ min: 0, max: 0.1, noNaN: true }),
  inoculation: cost,
  clearedConversation: cost,
  remainingTurns: fc.integer({ min: 1, max: 60 }),
  tokensPerTurn: fc.integer({ min: 0, max: 4000 }),
});

it("knows no unit: all costs times a hundred change nothing", () => {
  fc.assert(
    fc.property(costs, (one) => {
      const policy = policyFrom({ ...grounds, costs: one });
      const cents = policyFrom({
        ...grounds,
        costs: {
          ...one,
          offProfileReply: 100 * one.offProfileReply,
          lostTurn: 100 * one.lostTurn,
          thousandTokens: 100 * one.thousandTokens,
          inoculation: 100 * one.inoculation,
          clearedConversation: 100 * one.clearedConversation,
        },
      });
      const differing = beliefs.filter((p) => policy.decide(p, all) !== cents.decide(p, all));
      // A belief at a threshold itself may fall on either side by rounding.
      expect(differing.length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 6 },
  );
});

it("does nothing where nothing is lost, and the weakest where all are free and equal", () => {
  const free = { ...defaultGuardCosts, lostTurn: 0, thousandTokens: 0, inoculation: 0 };
  const dear = { ...free, lostTurn: 1e5, inoculation: 1e5, clearedConversation: 1e5 };
  const { decide, summary } = policyFrom({ ...grounds, costs: dear });
  expect(beliefs.every((turned) => decide(turned, all) === "none")).toBe(true);
  expect(summary[0]).toBe("by P(turned): goes on, however high");
  expect(summary[3]).toContain("never, as going on is cheaper at every belief");
  // At π₀ every remedy leaves what was there: nothing is gained, so nothing is done.
  const gratis = policyFrom({ ...grounds, costs: { ...free, clearedConversation: 0 } });
  expect(gratis.decide(0, all)).toBe("none");
});

it("does more the surer it is, under the defaults", () => {
  const { decide } = policyFrom(grounds);
  const ranks = beliefs.map((turned) => rank(decide(turned, all)));
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
});

it("reads costs as a person states them, and refuses others", () => {
  expect(guardCostsSchema.parse({ lostTurn: 2 })).toEqual({ ...defaultGuardCosts, lostTurn: 2 });
  expect(guardCostsSchema.safeParse({ lostTurns: 2 }).success).toBe(false);
  expect(guardCostsSchema.safeParse({ remainingTurns: 0 }).success).toBe(false);
  expect(guardCostsSchema.safeParse({ offProfileReply: 0 }).success).toBe(false);
});

it("refuses what is no probability", () => {
  expect(() => policyFrom({ ...grounds, holdAbove: 0 })).toThrow("(0, 1], not 0");
  expect(() => policyFrom(grounds).decide(Number.NaN, all)).toThrow(RangeError);
});

it("lays evidence out as two distributions whose ratios rise through 0", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 30, noNaN: true }), (separation) => {
      const outcomes = evidenceOutcomes({ separation, correlation: 0.3 });
      const sum = (column: "before" | "after") =>
        outcomes.reduce((all, one) => all + one[column], 0);
      expect(sum("before")).toBeCloseTo(1, 12);
      expect(sum("after")).toBeCloseTo(1, 12);
      const nats = outcomes.map(({ before, after }) => Math.log(after / before));
      expect(nats).toEqual([...nats].sort((a, b) => a - b));
      // Mean evidence where turned is half the separation, but for the cuts.
      const mean = outcomes.reduce((all, { after }, k) => all + after * (nats[k] ?? 0), 0);
      expect(mean / (separation / 2)).toBeGreaterThan(0.95);
      expect(mean / (separation / 2)).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

it("keeps the mean life and the chance of a mask that was put back on", () => {
  const { pi0, rho, r, afterRewind } = twoStates(defaultCalibration);
  expect([pi0, r]).toEqual([0.02, 0.05]);
  expect(1 / rho).toBeCloseTo(1 / 0.005 + 1 / 0.15, 9);
  expect(afterRewind * (1 - r) + (1 - afterRewind) * rho).toBeCloseTo(0.15, 12);
});
