import fc from "fast-check";
import { expect, it } from "vitest";
import { seenChain } from "./__fixtures__/arbitrary-chain.ts";
import { allPaths, weightOf } from "./__fixtures__/brute-force.ts";
import { expectedCounts } from "./expected-counts.ts";
import { filterChain } from "./filter-chain.ts";
import { firstEntry } from "./first-entry.ts";
import { checkedChain } from "./hidden-chain.ts";
import { smoothChain } from "./smooth-chain.ts";
import { viterbiPath } from "./viterbi-path.ts";

const near = (actual: number | undefined, expected: number) =>
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(1e-11);

it("filters, smooths and counts as the sum over all paths does", () => {
  fc.assert(
    fc.property(seenChain, ({ chain, emissions }) => {
      const paths = allPaths(checkedChain(chain), emissions);
      const total = weightOf(paths);
      const smoothed = smoothChain(chain, emissions);
      const filtered = filterChain(chain, emissions);
      const counts = expectedCounts(chain, emissions);
      near(smoothed.logLikelihood, Math.log(total));
      near(filtered.logLikelihood, Math.log(total));
      for (const [from] of chain.prior.entries()) {
        for (const [t, row] of smoothed.beliefs.entries()) {
          near(row[from], weightOf(paths, (states) => states[t] === from) / total);
        }
        near(
          filtered.beliefs.at(-1)?.[from] ?? chain.prior[from],
          smoothed.beliefs.at(-1)?.[from] ?? 0,
        );
        for (const [to] of chain.prior.entries()) {
          const expected = emissions.reduce(
            (sum, _, t) =>
              sum + weightOf(paths, (states) => states[t] === from && states[t + 1] === to) / total,
            0,
          );
          near(counts[from]?.[to], expected);
        }
      }
    }),
    { numRuns: 60 },
  );
});

it("dates the first entry of any state as the sum over all paths does", () => {
  fc.assert(
    fc.property(seenChain, ({ chain, emissions }) => {
      const paths = allPaths(chain, emissions);
      for (const [state] of chain.prior.entries()) {
        const flip = firstEntry(chain, emissions, { state });
        const entered = weightOf(paths, (states) => states.includes(state));
        near(flip.probability, entered / weightOf(paths));
        if (entered === 0) expect(flip.entry).toBeNull();
        for (const [t, mass] of flip.entry?.distribution.entries() ?? []) {
          near(mass, weightOf(paths, (states) => states.indexOf(state) === t) / entered);
        }
      }
    }),
  );
});

it("finds the most probable path", () => {
  fc.assert(
    fc.property(seenChain, ({ chain, emissions }) => {
      const best = Math.max(...allPaths(chain, emissions).map(({ weight }) => weight));
      const found = viterbiPath(chain, emissions);
      near(found.logProbability, Math.log(best));
      const weight = weightOf(allPaths(chain, emissions), (states) =>
        states.every((state, t) => state === found.states[t]),
      );
      near(Math.log(weight), Math.log(best));
    }),
  );
});
