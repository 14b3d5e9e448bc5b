import { beliefGrid, crossing, highestBelief } from "./belief-grid.ts";
import { requireCount, requireNotNegative, requireProbability } from "./ranges.ts";
import { settle } from "./settle.ts";
import { requireOutcomes, type TurnOutcome } from "./turn-outcome.ts";

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
 * The belief in *turned* from which on a clear is cheaper than going on.
 *
 * Each turn: clear or not (a clear costs `clearCost` and sets belief to π₀); the state moves; a turned turn costs
 * `turnedCost`; the turn is seen. Q(p) = cost·q + β E V(p') with q = p(1 − r) + (1 − p)ρ, and
 * V(p) = min(Q(p), clearCost + Q(π₀)), by value iteration; the threshold is where they cross, by interpolation.
 *
 * Recovery r decides: where a conversation comes back by itself, the belief may never reach the threshold.
 * Pay for r to be measured before paying for clears.
 *
 * Source: Sondik 1978, https://doi.org/10.1287/opre.26.2.282 (discounted control of a hidden chain). Deviation:
 * two states only, masked and loyal being one, so the belief is one number and a grid does.
 *
 * @throws RangeError if an argument is out of range
 */
export function clearOnBelief(problem: ClearProblem): ClearPolicy {
  const { pi0, rho, r, outcomes, clearCost, turnedCost = 1 } = problem;
  const { discount = 0.99, points = 4001 } = problem;
  requireProblem({ ...problem, turnedCost, discount, points });

  const moves = { hazard: rho, recovery: r, outcomes };
  const grid = beliefGrid(moves, points, pi0);
  /** Cost of going on, from every belief of the grid and, last, from a fresh context. */
  const goOn = (values: Float64Array, into: Float64Array) => {
    grid.ahead(values, into);
    for (let k = 0; k < into.length; k++) {
      into[k] = turnedCost * (grid.flipped[k] ?? 0) + discount * (into[k] ?? 0);
    }
  };
  const costs = settle(new Float64Array(points + 1), (values, into) => {
    goOn(values, into);
    const cleared = clearCost + (into[points] ?? 0);
    for (let k = 0; k < points; k++) into[k] = Math.min(into[k] ?? 0, cleared);
  });
  goOn(costs.slice(), costs);
  const cost = costs[points] ?? 0;
  const threshold = crossing(
    costs.map((value) => value - clearCost - cost),
    grid,
  );
  const highest = highestBelief(moves, pi0);
  return {
    threshold,
    action: (belief) => {
      requireProbability(belief, "the belief");
      return threshold !== null && belief >= threshold ? "clear" : "continue";
    },
    cost,
    neverClearCost: neverClearCost({ pi0, rho, r, turnedCost, discount }),
    highestBelief: highest,
    reason: reasonAgainst(threshold, highest),
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

/** Σ β^{n−1} P(turned at turn n): the chain goes to its long-run share ρ/(ρ + r) by the factor 1 − ρ − r. */
function neverClearCost(
  chain: Pick<ClearProblem, "pi0" | "rho" | "r"> & { turnedCost: number; discount: number },
): number {
  const { pi0, rho, r, turnedCost, discount } = chain;
  const factor = 1 - rho - r;
  const share = rho + r === 0 ? pi0 : rho / (rho + r);
  const stays = share / (1 - discount);
  return turnedCost * (stays + ((pi0 - share) * factor) / (1 - discount * factor));
}

function requireProblem(problem: Required<ClearProblem>): void {
  requireProbability(problem.pi0, "pi0");
  requireProbability(problem.rho, "rho");
  requireProbability(problem.r, "r");
  requireOutcomes(problem.outcomes);
  requireNotNegative(problem.clearCost, "the cost of a clear");
  requireNotNegative(problem.turnedCost, "the cost of a turned turn");
  if (!(problem.discount >= 0 && problem.discount < 1)) {
    throw new RangeError(`the discount must lie from 0 to below 1, not ${problem.discount}`);
  }
  requireCount(problem.points, "points", [101, 100_001]);
}
