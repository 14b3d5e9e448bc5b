import { describe, expect, it } from "vitest";
import { verdictEmissions } from "./__fixtures__/verdict-emissions.ts";
import { expectedCounts } from "./expected-counts.ts";
import { filterChain } from "./filter-chain.ts";
import { chainOf } from "./hidden-chain.ts";
import { smoothChain } from "./smooth-chain.ts";

const chain = chainOf({ pi0: 0.05, rho: 0.03, epsilon: 0.15, r: 0.05 });
const seen = (verdicts: string) =>
  verdictEmissions(
    [...verdicts].map((verdict) => (verdict === "1" ? 1 : 0)),
    [0.02, 0.02, 0.7],
  );

function expectNear(actual: readonly number[] | undefined, expected: readonly number[]): void {
  expect(actual?.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs((actual?.[index] ?? Number.NaN) - value)).toBeLessThan(1e-8);
  }
}

// Made by a program of its own in Python, agreeing with the sum over all paths to 5e-15.
const golden = [
  {
    y: "0000",
    last: [0.87651302, 0.11705753, 0.00642945],
    logLikelihood: -0.1214743855,
    start: [0.97023321, 0.02976679],
    first: [0.95042142, 0.0493557, 0.00022288],
    counts: [0.09431383, 0.00702309, 0.00059363],
  },
  {
    y: "00100",
    last: [0.82722701, 0.11789324, 0.05487975],
    logLikelihood: -3.9613604709,
    start: [0.93665014, 0.06334986],
    first: [0.89641515, 0.10023456, 0.0033503],
    counts: [0.14700947, 0.09246609, 0.03758634],
  },
  {
    y: "110000",
    last: [0.85041678, 0.10425774, 0.04532548],
    logLikelihood: -7.4119895082,
    start: [0.56055449, 0.43944551],
    first: [0.54509225, 0.03851997, 0.41638778],
    counts: [0.10473838, 0.43992615, 0.39460067],
  },
  {
    y: "0111",
    last: [0.00317548, 0.0002199, 0.99660462],
    logLikelihood: -5.5137837734,
    start: [0.34240694, 0.65759306],
    first: [0.01168366, 0.82390711, 0.16440923],
    counts: [0.34077249, 0.99814564, 0.00154102],
  },
];

describe.each(golden)(
  "the known values for $y",
  ({ y, last, logLikelihood, start, first, counts }) => {
    it("of the filter", () => {
      const filtered = filterChain(chain, seen(y));
      expectNear(filtered.beliefs.at(-1), last);
      expect(Math.abs(filtered.logLikelihood - logLikelihood)).toBeLessThan(1e-10);
    });

    it("of the smoother", () => {
      const { beliefs } = smoothChain(chain, seen(y));
      expectNear(beliefs[0], [...start, 0]);
      expectNear(beliefs[1], first);
      expectNear(beliefs.at(-1), last);
    });

    it("of the counts", () => {
      const moves = expectedCounts(chain, seen(y));
      expectNear([moves[0]?.[1] ?? -1, moves[1]?.[2] ?? -1, moves[2]?.[0] ?? -1], counts);
    });
  },
);

it("has the known filter path for 00100", () => {
  const path = filterChain(chain, seen("00100")).beliefs.map((row) => row.slice(0, 2));
  const expected = [
    [0.92632065, 0.07137142],
    [0.90676176, 0.08925414],
    [0.55544405, 0.06507356],
    [0.75060023, 0.09686171],
    [0.82722701, 0.11789324],
  ];
  for (const [turn, row] of expected.entries()) expectNear(path[turn], row);
});
