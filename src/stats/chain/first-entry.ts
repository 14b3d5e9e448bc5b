import { argmax, logSumExp } from "../../math/index.ts";
import { backward } from "./backward.ts";
import { contiguousSet } from "./contiguous-set.ts";
import type { Emissions } from "./emissions.ts";
import { forward, logChain } from "./forward.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/** When a state was first entered, given that it was. Turns count from 1; 0 is before turn 1. */
export interface EntryTurn {
  /** P(first entered at t | entered, all turns), t = 0 … n; sums to 1. */
  readonly distribution: readonly number[];
  /** Most probable t; the earliest of equal ones. */
  readonly mode: number;
  /** First and last t of the smallest contiguous set that holds the level. */
  readonly credible: readonly [number, number];
}

/** Whether and when a conversation entered a state for the first time. */
export interface FirstEntry {
  /** P(the state was entered at any time | all turns). */
  readonly probability: number;
  /** null where the chain cannot have entered the state. */
  readonly entry: EntryTurn | null;
}

/** Which entry is dated. */
export interface EntryOptions {
  /** Number of the state, e.g. 2 for turned in {@link chainOf}. */
  readonly state: number;
  /** Share of the credible set, in (0, 1]. @default 0.95 */
  readonly level?: number;
}

/**
 * The flip: whether the conversation ever entered a state, and the turn at which it first did.
 *
 * Exact, on the chain whose state also says "entered before or not": P(first at t, turns) = Σ_i ν_{t−1}(i)·
 * T_is·e_s(y_t)·β_t(s), ν being the forward pass over the other states only; P(never, turns) = Σ_i ν_n(i). A
 * recovered conversation keeps its flip, so the probability is not P(turned) of any turn, nor their maximum.
 * Distribution and set are relative to a flip, and hold their precision however improbable that is.
 *
 * Source: forward–backward of Rabiner 1989, https://doi.org/10.1109/5.18626, on the augmented chain.
 *
 * @throws RangeError if the state or the level is out of range, the emissions do not fit the chain, or a
 *   turn is impossible in every state
 */
export function firstEntry(
  chain: HiddenChain,
  emissions: Emissions,
  { state, level = 0.95 }: EntryOptions,
): FirstEntry {
  if (chain.prior[state] === undefined) {
    throw new RangeError(`no state ${state} in a chain of ${chain.prior.length}`);
  }
  const { entered, never } = jointLogs(chain, emissions, state);
  const anyTime = logSumExp(entered);
  if (anyTime === Number.NEGATIVE_INFINITY) return { probability: 0, entry: null };
  const distribution = entered.map((log) => Math.exp(log - anyTime));
  return {
    probability: Math.exp(anyTime - logSumExp([anyTime, never])),
    entry: {
      distribution,
      mode: argmax(distribution),
      credible: contiguousSet(distribution, level),
    },
  };
}

/** Logarithms, up to one constant, of each first entry and of none at all, together with the turns. */
function jointLogs(chain: HiddenChain, emissions: Emissions, state: number) {
  const { logScores } = forward(chain, emissions);
  const after = backward(chain, emissions, logScores);
  const { prior, transition } = logChain(chain);
  const none = Number.NEGATIVE_INFINITY;
  const entered = [(prior[state] ?? none) + (after[0]?.[state] ?? none)];
  let outside = prior.map((log, s) => (s === state ? none : log));
  for (const [index, row] of emissions.entries()) {
    const score = logScores[index] ?? 0;
    const before = outside;
    const arrive = (to: number) =>
      logSumExp(before.map((log, from) => log + (transition[from]?.[to] ?? none))) +
      (row[to] ?? none) -
      score;
    entered.push(arrive(state) + (after[index + 1]?.[state] ?? none));
    outside = before.map((_, s) => (s === state ? none : arrive(s)));
  }
  return { entered, never: logSumExp(outside) };
}
