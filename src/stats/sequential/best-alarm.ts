import { type BeliefGrid, beliefGrid } from "./belief-grid.ts";
import { requireCount, requirePositive, requireProbability } from "./ranges.ts";
import { settle } from "./settle.ts";
import { requireOutcomes, type TurnOutcome } from "./turn-outcome.ts";

/** A flip to be called once, and what calling it late costs. */
export interface AlarmProblem {
  /** ρ, chance of the flip at each turn, from 0.0001 to below 1. */
  readonly hazard: number;
  /** Belief before turn 1, in [0, 1]. @default 0 */
  readonly start?: number;
  readonly outcomes: readonly TurnOutcome[];
  /** c, cost of a turn after the flip without alarm, above 0, where a false alarm costs 1. */
  readonly delayCost: number;
  /** Grid over beliefs, 101 to 100,001 points. @default 2001 */
  readonly points?: number;
}

/** The alarm that costs least on average, and what it does. */
export interface BestAlarm {
  /** p*: alarm once belief is at least this. */
  readonly threshold: number;
  /** Mean cost from the start: the two below, weighted. */
  readonly cost: number;
  /** Chance that the alarm comes before the flip. */
  readonly falseAlarm: number;
  /** Mean turns from the flip to the alarm; 0 for false alarms. */
  readonly delay: number;
}

/**
 * The belief at which to call a flip, if a false alarm costs 1 and each turn of delay c.
 *
 * Least P(alarm < flip) + c·E(alarm − flip)⁺. Value iteration on V(p) = min(1 − p, c·p + E V(p')), from the cost
 * of an alarm at once, until nothing moves by more than 1e-12; p* by interpolating the crossing. The cost is
 * flat around p*: a threshold .02 off costs little. Time grows with points/ρ: 50 ms at ρ = .01.
 *
 * Source: Shiryaev 1963, https://doi.org/10.1137/1108002.
 *
 * @throws RangeError if an argument is out of range
 */
export function bestAlarm(problem: AlarmProblem): BestAlarm {
  const { hazard, start = 0, outcomes, delayCost, points = 2001 } = problem;
  if (!(hazard >= 1e-4 && hazard < 1)) {
    throw new RangeError(`the hazard must lie from 0.0001 to below 1, not ${hazard}`);
  }
  requireProbability(start, "the start");
  requireOutcomes(outcomes);
  requirePositive(delayCost, "the cost of delay");
  requireCount(points, "points", [101, 100_001]);

  const grid = beliefGrid({ hazard, recovery: 0, outcomes }, points, start);
  const wait = (values: Float64Array, into: Float64Array) => {
    grid.ahead(values, into);
    for (let k = 0; k < into.length; k++)
      into[k] = (into[k] ?? 0) + delayCost * (grid.beliefs[k] ?? 0);
  };
  const alarm = grid.beliefs.map((belief) => 1 - belief);
  const costs = settle(alarm, (values, into) => {
    wait(values, into);
    for (let k = 0; k < into.length; k++) into[k] = Math.min(into[k] ?? 0, alarm[k] ?? 0);
  });
  const excess = new Float64Array(costs.length);
  wait(costs, excess);
  // At certainty an alarm is free and waiting costs, so there is a crossing.
  const threshold = grid.crossing(excess.map((cost, k) => cost - (alarm[k] ?? 0))) ?? 1;
  return { threshold, cost: costs.at(-1) ?? 0, ...consequences(grid, threshold) };
}

/** What alarming from a threshold on leads to, from the grid's start. */
function consequences(grid: BeliefGrid, threshold: number): { falseAlarm: number; delay: number } {
  const { beliefs } = grid;
  const alarms = beliefs.map((belief) => Number(belief >= threshold));
  /** Mean of what is paid at the alarm, and of what each turn before it adds. */
  const follow = (atAlarm: (belief: number) => number, perTurn: (belief: number) => number) => {
    const paid = beliefs.map((belief, k) => (alarms[k] === 1 ? atAlarm(belief) : perTurn(belief)));
    const means = settle(paid, (values, into) => {
      grid.ahead(values, into);
      for (let k = 0; k < into.length; k++) {
        into[k] = (paid[k] ?? 0) + (alarms[k] === 1 ? 0 : (into[k] ?? 0));
      }
    });
    return means.at(-1) ?? 0;
  };
  return {
    falseAlarm: follow(
      (belief) => 1 - belief,
      () => 0,
    ),
    delay: follow(
      () => 0,
      (belief) => belief,
    ),
  };
}
