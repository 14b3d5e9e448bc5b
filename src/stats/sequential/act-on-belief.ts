import { beliefGrid, highestBelief } from "./belief-grid.ts";
import { requireCount, requireNotNegative, requireProbability } from "./ranges.ts";
import { settle } from "./settle.ts";
import { requireOutcomes, type TurnOutcome } from "./turn-outcome.ts";

/** Something that can be done before a turn. */
export interface BeliefRemedy<Id extends string> {
  readonly id: Id;
  /** At least 0, in the unit of `turnedCost`. */
  readonly cost: number;
  /** Belief in *turned* that it leaves, from the belief before it; both in [0, 1]. */
  readonly after: (belief: number) => number;
}

/** A conversation that may turn, what can be done about it, and what turned turns cost, in any one unit. */
export interface ActProblem<Id extends string> {
  /** π₀, belief in *turned* in a fresh context. */
  readonly pi0: number;
  /** ρ, chance a turn of turning. */
  readonly rho: number;
  /** r, chance a turn of coming back without any remedy. */
  readonly r: number;
  /** What a turn can show; `before` is loyal, `after` is turned. */
  readonly outcomes: readonly TurnOutcome[];
  /** Weakest first: of two at the same cost the first is taken. May be empty. */
  readonly remedies: readonly BeliefRemedy<Id>[];
  /** Cost of a turn spent turned, at least 0. @default 1 */
  readonly turnedCost?: number;
  /** β, weight of the next turn's costs, in [0, 1): 1/(1 − β) turns count. @default 0.99 */
  readonly discount?: number;
  /** Grid over beliefs, 101 to 100,001 points. @default 4001 */
  readonly points?: number;
}

/** What is cheapest at each belief, and what that saves. */
export interface ActPolicy<Id extends string> {
  /**
   * The cheapest remedy at a belief before a turn; null to go on, also where a remedy costs the same.
   *
   * @param allowed  remedies that may be used now; all of them where left out. Later turns count as allowing all.
   * @throws RangeError if the belief is not a probability
   */
  readonly choose: (belief: number, allowed?: (id: Id) => boolean) => Id | null;
  /** Discounted cost of going on from a belief, and acting best from the next turn on. @throws RangeError likewise */
  readonly goOnCost: (belief: number) => number;
  /** Discounted cost from a fresh context, V(π₀). */
  readonly cost: number;
  /** Discounted cost from a fresh context if nothing is ever done. */
  readonly neverActCost: number;
  /** What belief from a fresh context can come near at most, if nothing is done. */
  readonly highestBelief: number;
  /** Where the cost of going on exceeds a line first, by interpolation on the grid; null if nowhere. */
  readonly crossing: (cost: number) => number | null;
}

/** Relative to the cost of going on: less of a gain than this is rounding of the grid. */
const leastGain = 1e-9;

/**
 * When a remedy is cheaper than going on, and which one.
 *
 * Each turn: go on or use one remedy (it costs its cost and moves belief from p to g(p)); the state moves; a turned
 * turn costs `turnedCost`; the turn is seen. Q(p) = cost·q + β E V(p') with q = p(1 − r) + (1 − p)ρ, and
 * V(p) = min(Q(p), min over remedies of cost + Q(g(p))), by value iteration on a grid.
 *
 * Source: Sondik 1978, https://doi.org/10.1287/opre.26.2.282 (discounted control of a hidden chain). Deviation:
 * two states only, so the belief is one number and a grid does; and remedies are maps of the belief, which need
 * not come from a chain: an assumption of the caller about what each leaves.
 *
 * @throws RangeError if an argument is out of range, or a remedy leaves what is no probability
 */
export function actOnBelief<Id extends string>(problem: ActProblem<Id>): ActPolicy<Id> {
  const { pi0, rho, r, outcomes, remedies } = problem;
  const { turnedCost = 1, discount = 0.99, points = 4001 } = problem;
  requireProblem({ ...problem, turnedCost, discount, points });

  const moves = { hazard: rho, recovery: r, outcomes };
  const grid = beliefGrid(moves, points, pi0);
  const left = remedies.map(({ id, cost, after }) => ({
    cost,
    at: grid.reader(grid.beliefs.map((belief) => leftBy(id, after(belief)))),
  }));
  /** Cost of going on, from every belief of the grid and, last, from a fresh context. */
  const goOn = (values: Float64Array, into: Float64Array) => {
    grid.ahead(values, into);
    for (let k = 0; k < into.length; k++) {
      into[k] = turnedCost * (grid.flipped[k] ?? 0) + discount * (into[k] ?? 0);
    }
  };
  const best = new Float64Array(points + 1);
  const costs = settle(new Float64Array(points + 1), (values, into) => {
    goOn(values, into);
    best.set(into);
    for (const { cost, at } of left) {
      for (let k = 0; k < points; k++) best[k] = Math.min(best[k] ?? 0, cost + at(into, k));
    }
    into.set(best);
  });
  goOn(costs.slice(), costs);
  const goOnCost = (belief: number) => {
    requireProbability(belief, "the belief");
    return grid.reader(Float64Array.of(belief))(costs, 0);
  };
  const ways = (belief: number) =>
    remedies.map(({ id, cost, after }) => ({
      id,
      cost: cost + goOnCost(leftBy(id, after(belief))),
    }));
  return {
    choose: (belief, allowed = () => true) => {
      const going = goOnCost(belief);
      const gains = leastGain * Math.max(going, Number.MIN_VALUE);
      let chosen: { readonly id: Id | null; readonly cost: number } = { id: null, cost: going };
      for (const way of ways(belief)) {
        if (allowed(way.id) && way.cost < chosen.cost - gains) chosen = way;
      }
      return chosen.id;
    },
    goOnCost,
    cost: Math.min(goOnCost(pi0), ...ways(pi0).map(({ cost }) => cost)),
    neverActCost: neverActCost({ pi0, rho, r, turnedCost, discount }),
    highestBelief: highestBelief(moves, pi0),
    crossing: (cost) => grid.crossing(costs.map((value) => value - cost)),
  };
}

function leftBy(id: string, belief: number): number {
  requireProbability(belief, `what ${id} leaves`);
  return belief;
}

/** Σ β^{n−1} P(turned at turn n): the chain goes to its long-run share ρ/(ρ + r) by the factor 1 − ρ − r. */
function neverActCost(
  chain: Pick<ActProblem<never>, "pi0" | "rho" | "r"> & { turnedCost: number; discount: number },
): number {
  const { pi0, rho, r, turnedCost, discount } = chain;
  const factor = 1 - rho - r;
  const share = rho + r === 0 ? pi0 : rho / (rho + r);
  const stays = share / (1 - discount);
  return turnedCost * (stays + ((pi0 - share) * factor) / (1 - discount * factor));
}

function requireProblem(problem: Required<ActProblem<string>>): void {
  requireProbability(problem.pi0, "pi0");
  requireProbability(problem.rho, "rho");
  requireProbability(problem.r, "r");
  requireOutcomes(problem.outcomes);
  for (const { id, cost } of problem.remedies) requireNotNegative(cost, `the cost of ${id}`);
  requireNotNegative(problem.turnedCost, "the cost of a turned turn");
  if (!(problem.discount >= 0 && problem.discount < 1)) {
    throw new RangeError(`the discount must lie from 0 to below 1, not ${problem.discount}`);
  }
  requireCount(problem.points, "points", [101, 100_001]);
}
