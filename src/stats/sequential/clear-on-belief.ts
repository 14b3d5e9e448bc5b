import { actOnBelief } from "./act-on-belief.ts";
import { requireNotNegative, requireProbability } from "./ranges.ts";
import type { TurnOutcome } from "./turn-outcome.ts";

/** A conversation that may turn, and what turned turns and clears cost, in any one unit. */
export interface ClearProblem {
  /** π₀, belief in *turned* in a fresh context. */
  readonly pi0: number;
  /** ρ, chance a turn of turning. */
  readonly rho: number;
  /** r, chance a turn of coming back without any remedy. */
  readonly r: number;
  /** What a turn can show; `before` is loyal, `after` is turned. */
  readonly outcomes: readonly TurnOutcome[];
  /** Cost of a clear, at least 0: the work to tell the model again what it knew. */
  readonly clearCost: number;
  /** Cost of a turn spent turned, at least 0. @default 1 */
  readonly turnedCost?: number;
  /** β, weight of the next turn's costs, in [0, 1): 1/(1 − β) turns count. @default 0.99 */
  readonly discount?: number;
  /** Grid over beliefs, 101 to 100,001 points. @default 4001 */
  readonly points?: number;
}

/** Continue the conversation, or start from a fresh context. */
export type ClearAction = "continue" | "clear";

/** When to clear, and what that saves. */
export interface ClearPolicy {
  /** Clear once belief in *turned* is at least this; null where going on is cheaper even when it is certain. */
  readonly threshold: number | null;
  /** What to do at a belief before a turn. @throws RangeError if it is not a probability */
  readonly action: (belief: number) => ClearAction;
  /** Discounted cost from a fresh context, V(π₀). */
  readonly cost: number;
  /** Discounted cost from a fresh context if it is never cleared. */
  readonly neverClearCost: number;
  /** What belief from a fresh context can come near at most, without a clear. */
  readonly highestBelief: number;
  /** Why this policy never clears; null where it does. */
  readonly reason: string | null;
}

/**
 * The belief in *turned* from which on a clear is cheaper than going on: {@link actOnBelief} with one remedy, which
 * costs `clearCost` and leaves π₀. The threshold is where going on costs as much as a clear, by interpolation.
 *
 * Recovery r decides: where a conversation comes back by itself, the belief may never reach the threshold.
 * Pay for r to be measured before paying for clears.
 *
 * @throws RangeError if an argument is out of range
 */
export function clearOnBelief(problem: ClearProblem): ClearPolicy {
  const { clearCost, ...rest } = problem;
  requireNotNegative(clearCost, "the cost of a clear");
  const remedies = [{ id: "clear", cost: clearCost, after: () => problem.pi0 }];
  const policy = actOnBelief({ ...rest, remedies });
  const threshold = policy.crossing(clearCost + policy.goOnCost(problem.pi0));
  return {
    threshold,
    action: (belief) => {
      requireProbability(belief, "the belief");
      return threshold !== null && belief >= threshold ? "clear" : "continue";
    },
    cost: policy.cost,
    neverClearCost: policy.neverActCost,
    highestBelief: policy.highestBelief,
    reason: reasonAgainst(threshold, policy.highestBelief),
  };
}

function reasonAgainst(threshold: number | null, highest: number): string | null {
  if (threshold === null) return "going on is cheaper than a clear even when it has surely turned";
  if (highest >= threshold) return null;
  return (
    `belief cannot come above ${highest.toFixed(3)}, and a clear pays from ${threshold.toFixed(3)} on: ` +
    "the conversation comes back by itself soon enough"
  );
}
