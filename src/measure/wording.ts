import { mean } from "../math/index.ts";
import type { ClaimInput } from "./claim.ts";
import { contrast, estimateMean, holds } from "./estimate.ts";
import { present } from "./readings.ts";
import { roundingFloor } from "./rules.ts";

/** Whether the preference crossed zero in an arm, as a clause: "kind is still preferred". */
export function crossing(input: ClaimInput, arm: string): string {
  const { wanted, unwanted } = input.behaviour;
  const margin = meanMargin(input, arm);
  if (margin === null) return "whether the preference crossed 0 was not measured";
  if (margin > 0) return `the preference crossed 0: the ${unwanted} reply is now the likelier one`;
  return `the preference did not cross 0: the ${wanted} reply is still the likelier one`;
}

/** In how many of several arms the preference crossed zero, as a clause. */
export function crossingCount(input: ClaimInput, arms: readonly string[]): string {
  const margins = arms.map((arm) => meanMargin(input, arm)).filter((margin) => margin !== null);
  const crossed = margins.filter((margin) => margin > 0).length;
  return `the preference crossed 0 in ${crossed} of ${margins.length}`;
}

/** Mean margin of an arm, or `null` when it was not run. */
export function meanMargin(input: ClaimInput, arm: string): number | null {
  const values = input.readings.m(arm);
  const whole = values === null ? [] : present(values);
  return whole.length === 0 ? null : mean(whole);
}

/**
 * The slip's effect in good turns: "about as much as three kind replies had built", from the margin that
 * good turns add over a fresh context. `null` when they do not clearly add anything that could be lost.
 */
export function worthInGoodTurns(input: ClaimInput, effect: number): string | null {
  const built = estimateMean(contrast(input, "fresh", "good"), input);
  if (!holds(built, roundingFloor) || built === null || effect <= 0) return null;
  const share = effect / built.estimate;
  if (share < 0.5)
    return `${Math.round(100 * share)} % of what three ${input.behaviour.wanted} replies had built`;
  if (share < 1.5) return `about as much as three ${input.behaviour.wanted} replies had built`;
  return `${share.toFixed(1)} times what three ${input.behaviour.wanted} replies had built`;
}
