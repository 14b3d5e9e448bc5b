import { logSumExp } from "../../math/index.ts";
import { type Emissions, requireEmissions } from "./emissions.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/** The forward pass in logarithms, so that no evidence is too strong and no conversation too long. */
export interface Forward {
  /** log P(state | turns up to t), t = 0 … n; shape (n + 1 × states). */
  readonly logBeliefs: readonly (readonly number[])[];
  /** log P(turn t | turns before it), t = 1 … n. */
  readonly logScores: readonly number[];
}

/** Logarithms of a chain's numbers; −∞ for a 0. */
export interface LogChain {
  readonly prior: readonly number[];
  readonly transition: readonly (readonly number[])[];
}

export function logChain({ prior, transition }: HiddenChain): LogChain {
  return { prior: prior.map(Math.log), transition: transition.map((row) => row.map(Math.log)) };
}

/**
 * @throws RangeError if the emissions do not fit, or a turn is impossible in every state that can be reached
 */
export function forward(chain: HiddenChain, emissions: Emissions): Forward {
  requireEmissions(emissions, chain.prior.length);
  const { prior, transition } = logChain(chain);
  const logBeliefs: (readonly number[])[] = [prior];
  const logScores: number[] = [];
  let before: readonly number[] = prior;
  for (const [index, row] of emissions.entries()) {
    const joint = row.map((nats, to) => nats + logSumExp(arrivals(before, transition, to)));
    const score = logSumExp(joint);
    if (score === Number.NEGATIVE_INFINITY) {
      throw new RangeError(`turn ${index + 1} is impossible in every state that can be reached`);
    }
    before = joint.map((log) => log - score);
    logBeliefs.push(before);
    logScores.push(score);
  }
  return { logBeliefs, logScores };
}

function arrivals(
  before: readonly number[],
  transition: readonly (readonly number[])[],
  to: number,
): number[] {
  return before.map((log, from) => log + (transition[from]?.[to] ?? Number.NEGATIVE_INFINITY));
}
