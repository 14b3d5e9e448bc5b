import fc from "fast-check";
import { expect, it } from "vitest";
import { filterChain } from "../chain/filter-chain.ts";
import { chainOf } from "../chain/hidden-chain.ts";
import { sessionLikelihood } from "./session-likelihood.ts";
import { prepareSessions, type SessionRecord } from "./session-record.ts";

const rate = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const rates = fc.record({ pi0: rate, rho: rate, epsilon: rate, r: rate });
const nats = fc.double({ min: -5, max: 5, noNaN: true });
const turns = fc.array(fc.oneof(nats, fc.constant(null)), { maxLength: 6 });
const record: fc.Arbitrary<SessionRecord> = turns.chain((said) =>
  fc.record({
    turns: fc.constant(said),
    forks: fc.array(fc.record({ age: fc.integer({ min: 0, max: said.length }), nats }), {
      maxLength: 4,
    }),
  }),
);

it("is the sum over all courses of states, forks as turns that are not kept", () => {
  fc.assert(
    fc.property(record, rates, (one, at) => {
      const { prior, transition } = chainOf(at);
      const odds = (state: number, evidence: number | null) =>
        state === 2 && evidence !== null ? Math.exp(evidence) : 1;
      const aside = (state: number, age: number) =>
        one.forks
          .filter((fork) => fork.age === age)
          .reduce(
            (product, fork) =>
              product *
              [0, 1, 2].reduce(
                (sum, to) => sum + (transition[state]?.[to] ?? 0) * odds(to, fork.nats),
                0,
              ),
            1,
          );
      let paths = prior.map((weight, state) => ({ state, weight: weight * aside(state, 0) }));
      for (const [turn, evidence] of one.turns.entries()) {
        paths = paths.flatMap(({ state, weight }) =>
          [0, 1, 2].map((to) => ({
            state: to,
            weight:
              weight * (transition[state]?.[to] ?? 0) * odds(to, evidence) * aside(to, turn + 1),
          })),
        );
      }
      const total = Math.log(paths.reduce((sum, { weight }) => sum + weight, 0));
      expect(sessionLikelihood(prepareSessions([one]), at)).toBeCloseTo(total, 9);
    }),
    { numRuns: 60 },
  );
});

it("is the filter's where there are no forks, and adds up over sessions", () => {
  fc.assert(
    fc.property(fc.array(turns, { maxLength: 4 }), rates, (said, at) => {
      const records = said.map((one) => ({ turns: one, forks: [] }));
      const filtered = said.map(
        (one) =>
          filterChain(
            chainOf(at),
            one.map((x) => [0, 0, x ?? 0]),
          ).logLikelihood,
      );
      // Twice each, so that equal ones are counted and not gone through again.
      const doubled = prepareSessions([...records, ...records]);
      expect(sessionLikelihood(doubled, at)).toBeCloseTo(
        2 * filtered.reduce((a, b) => a + b, 0),
        8,
      );
      expect(doubled.distinct.length).toBeLessThanOrEqual(records.length);
    }),
    { numRuns: 60 },
  );
});

it("has no likelihood where what was seen cannot be, and holds evidence of any size", () => {
  const seen = prepareSessions([{ turns: [1e6, -1e6], forks: [{ age: 2, nats: 1e6 }] }]);
  expect(sessionLikelihood(seen, { pi0: 0, rho: 0, epsilon: 0, r: 0 })).toBe(0);
  const at = { pi0: 0.1, rho: 0.1, epsilon: 0.1, r: 0.1 };
  expect(Number.isFinite(sessionLikelihood(seen, at))).toBe(true);
});

it("refuses evidence that is no number and forks outside their session", () => {
  expect(() => prepareSessions([{ turns: [Number.NaN], forks: [] }])).toThrow("finite or null");
  expect(() => prepareSessions([{ turns: [1], forks: [{ age: 2, nats: 1 }] }])).toThrow(
    "a fork's age must lie in 0 … 1, not 2",
  );
});
