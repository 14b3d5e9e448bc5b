import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultCalibration, type Evidence } from "../core/index.ts";
import { believe, believeNow } from "./belief.ts";

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

const dependence = fc.record({
  separation: fc.double({ min: 0.3, max: 5, noNaN: true }),
  correlation: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 0.7, noNaN: true })),
});
const forked = fc.tuple(
  evidence,
  fc.array(fc.record({ age: fc.nat(24), nats: fc.double({ min: -6, max: 6, noNaN: true }) }), {
    maxLength: 4,
  }),
);

it("says how a conversation stands in the same numbers, forks included", () => {
  fc.assert(
    fc.property(forked, dependence, ([turns, drawn], how) => {
      const forks = drawn.filter(({ age }) => age <= turns.length);
      const whole = believe(turns, parameters, { ...how, forks });
      const now = believeNow(turns, parameters, { ...how, forks });
      expect(now === null).toBe(whole === null);
      if (now === null || whole === null) return;
      for (const state of ["loyal", "masked", "turned"] as const) {
        expect(now.belief[state]).toBeCloseTo(whole.beliefs.at(-1)?.[state] ?? -1, 9);
      }
      expect(now.flipProbability).toBeCloseTo(whole.flipProbability, 9);
      expect(now.flipTurn).toBe(whole.flipTurn);
    }),
    { numRuns: 200 },
  );
});

it("says the same of hundreds of turns and of a thousand nats", () => {
  const long = Array.from({ length: 600 }, (_, turn) => nats(turn < 400 ? -1.5 : 1.5));
  const loud = [1e3, -1e3, 1e3].map(nats);
  for (const turns of [long, loud]) {
    const whole = believe(turns, parameters, { separation: 3, correlation: 0.3 });
    const now = believeNow(turns, parameters, { separation: 3, correlation: 0.3 });
    expect(now?.belief.turned).toBeCloseTo(whole?.beliefs.at(-1)?.turned ?? -1, 9);
    expect(now?.flipProbability).toBeCloseTo(whole?.flipProbability ?? -1, 9);
    expect(now?.flipTurn).toBe(whole?.flipTurn);
  }
});

it("takes a fork after the last turn for one more turn that is not kept", () => {
  const some = fc.double({ min: -6, max: 6, noNaN: true });
  fc.assert(
    fc.property(evidence, some, dependence, (turns, fork, how) => {
      const forks = [{ age: turns.length, nats: fork }];
      const forked = believe(turns, parameters, { ...how, forks });
      const longer = believe([...turns, nats(fork)], parameters, how);
      for (const [turn, belief] of forked?.beliefs.entries() ?? []) {
        expect(belief.masked).toBeCloseTo(longer?.beliefs[turn]?.masked ?? -1, 8);
        expect(belief.turned).toBeCloseTo(longer?.beliefs[turn]?.turned ?? -1, 8);
      }
    }),
  );
});

it("suspects a mask where forks show turned, and less where they do not", () => {
  const turns = Array<Evidence>(4).fill(nats(-2));
  const masked = (forks: number[]) =>
    believeNow(turns, parameters, {
      ...free,
      forks: forks.map((value) => ({ age: 4, nats: value })),
    })?.belief.masked ?? -1;
  expect(masked([3, 3])).toBeGreaterThan(3 * masked([]));
  expect(masked([-3, -3])).toBeLessThan(masked([]));
  // Forks alone are something to go by.
  expect(believe([none], parameters, { ...free, forks: [{ age: 0, nats: 2 }] })).not.toBeNull();
  expect(() => believe([none], parameters, { ...free, forks: [{ age: 2, nats: 1 }] })).toThrow(
    "a fork's age must lie in 0 … 1, not 2",
  );
});
