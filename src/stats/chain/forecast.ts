import type { HiddenChain } from "./hidden-chain.ts";

/**
 * Belief some turns ahead when nothing more is seen: a·T^k.
 *
 * @param belief  probability of each state now
 * @param turns  whole number, at least 0
 * @returns probability of each state then
 * @throws RangeError if the belief does not fit the chain or `turns` is no such number
 */
export function forecast(chain: HiddenChain, belief: readonly number[], turns: number): number[] {
  if (belief.length !== chain.prior.length) {
    throw new RangeError(`a belief in ${belief.length} states for ${chain.prior.length}`);
  }
  if (!Number.isInteger(turns) || turns < 0) {
    throw new RangeError(`turns ahead must be a whole number of at least 0, not ${turns}`);
  }
  let ahead = [...belief];
  for (let turn = 0; turn < turns; turn++) {
    const now = ahead;
    ahead = now.map((_, to) =>
      now.reduce((sum, p, from) => sum + p * (chain.transition[from]?.[to] ?? 0), 0),
    );
  }
  return ahead;
}
