import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultCalibration, type Evidence } from "../core/index.ts";
import { believe } from "./belief.ts";

const { parameters } = defaultCalibration;
const free = { separation: 2, correlation: 0 };
const nats = (value: number): Evidence => ({ kind: "evidence", nats: value });
const none: Evidence = { kind: "unscored", reason: "nothing was said" };
const evidence = fc.array(
  fc.oneof(fc.double({ min: -6, max: 6, noNaN: true }).map(nats), fc.constant(none)),
  { minLength: 1, maxLength: 25 },
);

it("says nothing about a conversation of which nothing is known", () => {
  expect(believe([], parameters, free)).toBeNull();
  expect(believe([none, none], parameters, free)).toBeNull();
});

it("gives each turn a belief, a flip at least as likely as any turn is turned, and a set that holds the mode", () => {
  fc.assert(
    fc.property(evidence, (turns) => {
      const belief = believe(turns, parameters, free);
      if (belief === null) return;
      expect(belief.beliefs).toHaveLength(turns.length);
      for (const { loyal, masked, turned } of belief.beliefs) {
        expect(loyal + masked + turned).toBeCloseTo(1, 9);
        expect(belief.flipProbability).toBeGreaterThanOrEqual(turned - 1e-9);
      }
      const [low, high] = belief.credible;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThan(turns.length);
      expect(belief.flipTurn).toBeGreaterThanOrEqual(low);
      expect(belief.flipTurn).toBeLessThanOrEqual(high);
    }),
  );
});

it("believes more in a flip the more the evidence says so", () => {
  fc.assert(
    fc.property(
      evidence,
      fc.nat(24),
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      (turns, at, more) => {
        const raised = turns.map((turn, index) =>
          index === at && turn.kind === "evidence" ? nats(turn.nats + more) : turn,
        );
        const before = believe(turns, parameters, free);
        const after = believe(raised, parameters, free);
        expect(after?.flipProbability ?? 0).toBeGreaterThanOrEqual(
          (before?.flipProbability ?? 0) - 1e-9,
        );
      },
    ),
  );
});

it("dates a planted flip, the more narrowly the stronger the evidence", () => {
  const planted = (size: number) => [-1, -1, -1, -1, 1, 1, 1].map((sign) => nats(sign * size));
  expect(believe(planted(2.5), parameters, free)).toMatchObject({ flipTurn: 4, credible: [3, 5] });
  expect(believe(planted(6), parameters, free)).toMatchObject({ flipTurn: 4, credible: [4, 4] });
});

it("takes what every turn shares for style", () => {
  const styled = Array<Evidence>(20).fill(nats(0.3));
  expect(believe(styled, parameters, free)?.flipProbability).toBeGreaterThan(0.5);
  const biased = believe(styled, parameters, { separation: 2, correlation: 0.3 });
  expect(biased?.flipProbability).toBeLessThan(0.1);
});
