import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../math/index.ts";
import { simulateChain } from "./__fixtures__/simulate-chain.ts";
import { verdictEmissions } from "./__fixtures__/verdict-emissions.ts";
import { firstEntry } from "./first-entry.ts";
import { chainOf } from "./hidden-chain.ts";
import { smoothChain } from "./smooth-chain.ts";

const chain = chainOf({ pi0: 0.05, rho: 0.02, epsilon: 0.2, r: 0.1 });
const turned = { state: 2 };
const evidence = (...nats: number[]) => nats.map((llr) => [0, 0, llr]);

it("dates a plain flip to its turn", () => {
  const flip = firstEntry(chain, evidence(-3, -3, -4, 4, 4, 4), turned);
  expect(flip.probability).toBeGreaterThan(0.99);
  expect(flip.entry?.mode).toBe(4);
  expect(flip.entry?.credible).toEqual([4, 4]);
});

it("keeps the flip of a conversation that recovered", () => {
  const nats = [-3, 4, 4, 4, -4, -4, -4, -4, -4];
  const flip = firstEntry(chain, evidence(...nats), turned);
  const { beliefs } = smoothChain(chain, evidence(...nats));
  expect(beliefs.at(-1)?.[2]).toBeLessThan(0.01);
  expect(flip.probability).toBeGreaterThan(0.98);
  expect(flip.entry?.mode).toBe(2);
});

it("is at least the belief in turned of any turn", () => {
  const nats = [-1, 0.5, 1, -0.2, 0.8, -1, 0.4];
  const flip = firstEntry(chain, evidence(...nats), turned);
  for (const row of smoothChain(chain, evidence(...nats)).beliefs) {
    expect(flip.probability).toBeGreaterThanOrEqual((row[2] ?? 1) - 1e-12);
  }
});

it("dates even a flip that almost surely was none", () => {
  const flip = firstEntry(chain, evidence(-900, -900, -300, -900), turned);
  expect(flip.probability).toBeLessThan(1e-100);
  expect(flip.entry?.mode).toBe(3);
});

it("says none where the state cannot be reached", () => {
  const never = chainOf({ pi0: 0, rho: 0, epsilon: 0.5, r: 0 });
  expect(firstEntry(never, evidence(5, 5), turned)).toEqual({ probability: 0, entry: null });
  expect(firstEntry(chain, [], turned)).toEqual({ probability: 0, entry: null });
});

it("refuses a state that is not there", () => {
  expect(() => firstEntry(chain, [], { state: 3 })).toThrow("no state 3 in a chain of 3");
});

/** A conversation whose truth is known, and what is said of it. */
function trial(random: Random) {
  const bad = [0.05, 0.05, 0.6];
  const states = simulateChain(chain, 3 + Math.floor(random() * 12), random);
  const verdicts = states.map((state) => (random() < (bad[state] ?? 0) ? 1 : 0));
  return {
    ...firstEntry(chain, verdictEmissions(verdicts, bad), turned),
    at: states.indexOf(2) + 1,
  };
}

describe("calibration", () => {
  const random = seededRandom(4);
  const trials = Array.from({ length: 3000 }, () => trial(random));
  const flipped = trials.filter(({ at }) => at > 0);

  it("flips as often as it says", () => {
    for (const some of [trials, trials.filter(({ probability }) => probability > 0.5)]) {
      const said = some.reduce((sum, { probability }) => sum + probability, 0);
      const happened = some.filter(({ at }) => at > 0).length;
      // Three binomial standard errors, at their widest.
      expect(Math.abs(said - happened)).toBeLessThan(3 * Math.sqrt(some.length / 4));
    }
  });

  it("first flips within the set as often as it says, or more: turns are whole", () => {
    const held = flipped.filter(({ at, entry }) => {
      const [low, high] = entry?.credible ?? [1, 0];
      return low <= at && at <= high;
    });
    expect(held.length / flipped.length).toBeGreaterThan(0.94);
  });
});
