import type { Random } from "../../../math/index.ts";
import type { HiddenChain } from "../hidden-chain.ts";

/** States of turns 1 … n of a chain drawn at random. */
export function simulateChain(chain: HiddenChain, turns: number, random: Random): number[] {
  let state = pick(chain.prior, random);
  return Array.from({ length: turns }, () => {
    state = pick(chain.transition[state] ?? [], random);
    return state;
  });
}

function pick(probabilities: readonly number[], random: Random): number {
  let left = random();
  for (const [index, p] of probabilities.entries()) {
    left -= p;
    if (left < 0) return index;
  }
  return probabilities.findLastIndex((p) => p > 0);
}
