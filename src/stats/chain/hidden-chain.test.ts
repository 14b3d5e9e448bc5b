import { describe, expect, it } from "vitest";
import { filterChain } from "./filter-chain.ts";
import { forecast } from "./forecast.ts";
import { chainOf, checkedChain, twoStateChain } from "./hidden-chain.ts";
import { smoothChain } from "./smooth-chain.ts";
import { viterbiPath } from "./viterbi-path.ts";

const chain = chainOf({ pi0: 0.02, rho: 0.005, epsilon: 0.15, r: 0.05 });

describe("a chain", () => {
  it("is one of three states, or of two", () => {
    expect(chain.prior).toEqual([0.98, 0.02, 0]);
    expect(chain.transition[0]).toEqual([0.995, 0.005, 0]);
    expect(chain.transition[2]).toEqual([0.05, 0, 0.95]);
    expect(twoStateChain({ hazard: 0.01, r: 0.2 }).transition).toEqual([
      [0.99, 0.01],
      [0.2, 0.8],
    ]);
  });

  it("is refused where it is none", () => {
    const rates = { pi0: 0.02, rho: 0.005, epsilon: 0.15, r: 0.05 };
    expect(() => chainOf({ ...rates, rho: 1.5 })).toThrow("must lie in [0, 1], not");
    expect(() => chainOf({ ...rates, r: Number.NaN })).toThrow(RangeError);
    expect(() => checkedChain({ prior: [], transition: [] })).toThrow(RangeError);
    expect(() => checkedChain({ prior: [1], transition: [] })).toThrow(RangeError);
    expect(() =>
      checkedChain({
        prior: [0.5, 0.4],
        transition: [
          [1, 0],
          [0, 1],
        ],
      }),
    ).toThrow("[0.5, 0.4] is no distribution over 2 states");
  });
});

it("makes a missing turn a transition and nothing else", () => {
  const { beliefs, logLikelihood } = filterChain(chain, [
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(logLikelihood).toBeCloseTo(0, 14);
  for (const [state, p] of forecast(chain, chain.prior, 2).entries()) {
    expect(beliefs[1]?.[state]).toBeCloseTo(p, 14);
  }
});

it("stays with the prior where there is no turn", () => {
  const { beliefs, logLikelihood } = smoothChain(chain, []);
  expect(beliefs).toHaveLength(1);
  expect(beliefs[0]?.[1]).toBeCloseTo(0.02, 14);
  expect(logLikelihood).toBe(0);
  expect(filterChain(chain, []).beliefs).toEqual([]);
  expect(viterbiPath(chain, [])).toMatchObject({ states: [0] });
});

it("comes to rest at the share of turned turns of a two-state chain", () => {
  const rest = forecast(twoStateChain({ hazard: 0.1, r: 0.3 }), [1, 0], 200);
  expect(rest[1]).toBeCloseTo(0.25, 12);
});

it("holds for 10,000 turns of evidence up to a thousand nats", () => {
  const emissions = Array.from({ length: 10_000 }, (_, t) => [0, 0, t % 7 === 3 ? 1e3 : -1e3]);
  const { beliefs, logLikelihood } = smoothChain(chain, emissions);
  expect(Number.isFinite(logLikelihood)).toBe(true);
  const sums = beliefs.map((row) => row.reduce((sum, p) => sum + p, 0));
  expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(1e-12);
  expect(Math.min(...beliefs.flat())).toBeGreaterThanOrEqual(0);
  expect(beliefs[5000]?.[2]).toBeLessThan(1e-9);
});

it("cannot believe what the chain forbids, however strong the evidence", () => {
  const never = chainOf({ pi0: 0, rho: 0, epsilon: 0.5, r: 0 });
  expect(filterChain(never, [[0, 0, 1e3]]).beliefs).toEqual([[1, 0, 0]]);
});

it("refuses emissions that do not fit, hold no likelihood, or leave no state", () => {
  expect(() => filterChain(chain, [[0, 0]])).toThrow("turn 1 has 2 likelihoods for 3 states");
  expect(() => smoothChain(chain, [[0, 0, Number.NaN]])).toThrow(RangeError);
  expect(() => viterbiPath(chain, [[0, 0, Number.POSITIVE_INFINITY]])).toThrow(RangeError);
  const none = Number.NEGATIVE_INFINITY;
  expect(() => filterChain(chain, [[none, none, none]])).toThrow("turn 1 is impossible");
  expect(() => viterbiPath(chain, [[none, none, none]])).toThrow(RangeError);
  expect(() => forecast(chain, [1], 1)).toThrow(RangeError);
  expect(() => forecast(chain, chain.prior, -1)).toThrow(RangeError);
});
