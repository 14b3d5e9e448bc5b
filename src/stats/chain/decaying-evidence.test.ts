import fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { simulateChain } from "./__fixtures__/simulate-chain.ts";
import { decayingEvidence } from "./decaying-evidence.ts";
import { filterChain } from "./filter-chain.ts";
import { chainOf } from "./hidden-chain.ts";

const nats = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { maxLength: 10 });

it("with decay 1 is a chain whose state never moves", () => {
  const still = {
    prior: [0.9, 0.1],
    transition: [
      [1, 0],
      [0, 1],
    ],
  };
  fc.assert(
    fc.property(nats, (evidence) => {
      const rival = decayingEvidence(evidence, { priorLogOdds: Math.log(1 / 9), decay: 1 });
      const chain = filterChain(
        still,
        evidence.map((x) => [0, x]),
      );
      expect(rival.logLikelihood).toBeCloseTo(chain.logLikelihood, 9);
      for (const [t, row] of chain.beliefs.entries()) {
        expect(rival.probabilities[t]).toBeCloseTo(row[1] ?? 0, 9);
      }
    }),
  );
});

it("with decay 0 knows only the last turn, and a turn without evidence is none", () => {
  const { probabilities } = decayingEvidence([5, -3, null], { priorLogOdds: -1, decay: 0 });
  expect(probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(4)), 12);
  expect(probabilities[2]).toBeCloseTo(1 / (1 + Math.exp(1)), 12);
});

it("scores below the chain that made the conversations", () => {
  const chain = chainOf({ pi0: 0.1, rho: 0.03, epsilon: 0.2, r: 0.05 });
  const random = seededRandom(13);
  const totals = { chain: 0, sum: 0, fading: 0 };
  for (let conversation = 0; conversation < 200; conversation++) {
    const evidence = simulateChain(chain, 20, random).map((state) => {
      const isBad = random() < (state === 2 ? 0.7 : 0.05);
      return Math.log(isBad ? 0.7 / 0.05 : 0.3 / 0.95);
    });
    totals.chain += filterChain(
      chain,
      evidence.map((x) => [0, 0, x]),
    ).logLikelihood;
    totals.sum += decayingEvidence(evidence, { priorLogOdds: -2, decay: 1 }).logLikelihood;
    totals.fading += decayingEvidence(evidence, { priorLogOdds: -2, decay: 0.7 }).logLikelihood;
  }
  expect(totals.chain).toBeGreaterThan(totals.fading);
  expect(totals.fading).toBeGreaterThan(totals.sum);
});

it("refuses options and evidence out of range, and takes a thousand nats", () => {
  const options = { priorLogOdds: -3, decay: 0.9 };
  expect(decayingEvidence([1e3, -1e3], options).probabilities[0]).toBe(1);
  expect(Number.isFinite(decayingEvidence([-1e3, 1e3], options).logLikelihood)).toBe(true);
  expect(() => decayingEvidence([1], { ...options, decay: 1.2 })).toThrow("not 1.2");
  expect(() => decayingEvidence([1], { ...options, priorLogOdds: -Infinity })).toThrow(RangeError);
  expect(() => decayingEvidence([Number.NaN], options)).toThrow(RangeError);
});
