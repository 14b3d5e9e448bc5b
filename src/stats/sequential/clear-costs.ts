import { requireNotNegative, requirePositive } from "./ranges.ts";

/** What ends of a context cost, in any one unit. */
export interface ClearCosts {
  /** c_f, of a slip that is seen and ends the context; above 0. */
  readonly reveal: number;
  /** c_p, of a clear as planned; at least 0. */
  readonly clear: number;
}

/** The age at which to clear, or why there is none. Rates are costs a turn. */
export type ClearAge =
  | {
      /** T*: clear after this many turns without a slip. */
      readonly turns: number;
      readonly costRate: number;
      /** Of never clearing by age. */
      readonly neverRate: number;
      readonly reason: null;
    }
  | {
      readonly turns: null;
      readonly costRate: null;
      /** Of never clearing by age; null where the mean life is not known. */
      readonly neverRate: number | null;
      readonly reason: string;
    };

/**
 * Cost a turn of clearing at every age: C(T) = (c_f·F_T + c_p·S_T)/Σ_{j < T} S_j, F = 1 − S.
 *
 * Source: Barlow and Hunter 1960, https://doi.org/10.1287/opre.8.1.90 (age replacement), in whole turns.
 *
 * @param survival  S_0 = 1, S_1, …: chance that no slip has come in j turns; falling
 * @returns C(1), C(2), …: one fewer than `survival`
 * @throws RangeError if the survival is no such list, or a cost is out of range
 */
export function clearCostCurve(survival: ArrayLike<number>, costs: ClearCosts): Float64Array {
  requireCosts(costs);
  requireSurvival(survival);
  let turns = 0;
  return new Float64Array(survival.length - 1).map((_, index) => {
    turns += survival[index] ?? 0;
    const left = survival[index + 1] ?? 0;
    return (costs.reveal * (1 - left) + costs.clear * left) / turns;
  });
}

/**
 * Refuses costs that are out of range.
 *
 * @throws RangeError if the cost of a reveal is not above 0, that of a clear is negative, or one is not finite
 */
export function requireCosts({ reveal, clear }: ClearCosts): void {
  requirePositive(reveal, "the cost of a reveal");
  requireNotNegative(clear, "the cost of a clear");
}

function requireSurvival(survival: ArrayLike<number>): void {
  if (survival[0] !== 1 || survival.length < 2) {
    throw new RangeError("the survival must start at 1 and go on for a turn or more");
  }
  for (let turn = 1; turn < survival.length; turn++) {
    const value = survival[turn] ?? 0;
    if (!(value >= 0 && value <= (survival[turn - 1] ?? 0))) {
      throw new RangeError(
        `the survival must not rise and stay at 0 or above, not come to ${value} at turn ${turn}`,
      );
    }
  }
}
