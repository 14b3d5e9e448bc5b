import { logSumExp } from "../../math/index.ts";
import type { Emissions } from "./emissions.ts";
import { logChain } from "./forward.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/**
 * log P(turns after t | state at t) less log P(turns after t | turns up to t), t = 0 … n; shape
 * (n + 1 × states). Added to the forward pass it gives the smoothed belief.
 *
 * @param logScores  of the forward pass over the same turns
 */
export function backward(
  chain: HiddenChain,
  emissions: Emissions,
  logScores: readonly number[],
): readonly (readonly number[])[] {
  const { transition } = logChain(chain);
  let after: readonly number[] = chain.prior.map(() => 0);
  const rows: (readonly number[])[] = [after];
  for (let turn = emissions.length - 1; turn >= 0; turn--) {
    const score = logScores[turn] ?? 0;
    const onward = after.map((log, to) => log + (emissions[turn]?.[to] ?? 0));
    after = transition.map(
      (row) => logSumExp(row.map((log, to) => log + (onward[to] ?? 0))) - score,
    );
    rows.push(after);
  }
  return rows.reverse();
}
