import { gaussLegendre } from "../../math/index.ts";
import { type ClearAge, type ClearCosts, requireCosts } from "./clear-costs.ts";
import { requireCount, requireOpenProbability, requirePositive } from "./ranges.ts";
import { risingAge } from "./rising-age.ts";

/**
 * A life whose hazard rises (b > 1), stays (b = 1) or falls (b < 1) with age: S_j = q^(j^b).
 *
 * Source: Nakagawa and Osaki 1975, https://doi.org/10.1109/TR.1975.5214915.
 */
export interface WeibullLife {
  /** Chance of surviving the first turn, strictly between 0 and 1. */
  readonly q: number;
  /** Shape, from 0.1 to 20. */
  readonly b: number;
}

/**
 * Chance that j turns pass without a slip, for j = 0 (which is 1) up to `turns`.
 *
 * @returns shape (turns + 1)
 * @throws RangeError if q, b or the turns are out of range
 */
export function weibullSurvival(life: WeibullLife, turns: number): Float64Array {
  requireWeibull(life);
  requireCount(turns, "turns", [0, 10_000_000]);
  return new Float64Array(turns + 1).map((_, j) => life.q ** (j ** life.b));
}

/**
 * Mean turns up to and including the slip, Σ S_j.
 *
 * The first 4096 terms, and the rest as an integral with the first corrections of Euler and Maclaurin: at small b
 * hundreds of thousands of terms would count.
 *
 * @returns turns, at least 1
 * @throws RangeError if q or b is out of range
 */
export function meanWeibullLife(life: WeibullLife): number {
  requireWeibull(life);
  const terms = 4096;
  const rate = -Math.log(life.q);
  const survival = weibullSurvival(life, terms);
  const last = survival[terms] ?? 0;
  const slope = -rate * life.b * terms ** (life.b - 1) * last;
  const sum = survival.subarray(0, terms).reduce((total, s) => total + s, 0);
  return sum + last / 2 - slope / 12 + weibullTail(life, terms);
}

/** ∫ from x of q^(t^b) dt, with u = rate·t^b as the variable. */
function weibullTail({ q, b }: WeibullLife, x: number): number {
  const rate = -Math.log(q);
  const power = 1 / b - 1;
  const from = rate * x ** b;
  if (from > 700) return 0;
  // Beyond its peak at `power` the integrand falls as e^−u: 60 more leave nothing.
  const { nodes, weights } = gaussLegendre(96, from, Math.max(from, power) + 60 + 4 * power);
  const integral = nodes.reduce(
    (sum, u, k) => sum + (weights[k] ?? 0) * Math.exp(power * Math.log(u) - u),
    0,
  );
  return integral / (b * rate ** (1 / b));
}

/**
 * The age at which to clear a context with a discrete Weibull life, or why never.
 *
 * The hazard rises to 1 where b > 1, and a finite age then pays if and only if the mean life is above
 * c_f/(c_f − c_p); where b ≤ 1 none does.
 *
 * @throws RangeError if q, b or a cost is out of range
 */
export function weibullClearAge(life: WeibullLife, costs: ClearCosts): ClearAge {
  requireCosts(costs);
  const mean = meanWeibullLife(life);
  const neverRate = costs.reveal / mean;
  const none = (reason: string): ClearAge => ({ turns: null, costRate: null, neverRate, reason });
  if (costs.reveal <= costs.clear) return none("a slip costs no more than a clear");
  if (life.b <= 1) return none("the chance of a slip does not rise with age");
  if (mean <= costs.reveal / (costs.reveal - costs.clear)) {
    return none("a context lives too short for a planned clear to pay");
  }
  return risingAge(hazardsOf(life), costs, neverRate);
}

function* hazardsOf({ q, b }: WeibullLife): Generator<number> {
  for (let j = 0; ; j++) yield -Math.expm1(Math.log(q) * ((j + 1) ** b - j ** b));
}

function requireWeibull({ q, b }: WeibullLife): void {
  requireOpenProbability(q, "q");
  requirePositive(b, "b");
  if (b < 0.1 || b > 20) throw new RangeError(`b must lie from 0.1 to 20, not ${b}`);
}
