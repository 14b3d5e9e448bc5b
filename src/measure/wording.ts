import { mean } from "../math/index.ts";
import type { ClaimInput } from "./claim.ts";
import { contrast, estimateMean, holds } from "./estimate.ts";
import { present } from "./readings.ts";
import { roundingFloor } from "./rules.ts";

/** Whether the preference crossed zero (one half of drawn replies) in an arm, as a clause: "kind is still preferred". */
export function crossing(input: ClaimInput, arm: string): string {
  const { wanted, unwanted } = input.behaviour;
  const isOver = isCrossed(input, arm);
  const level = input.readout.crossing;
  if (isOver === null) return `whether the preference crossed ${level} was not measured`;
  if (input.readout.id === "sampled") {
    return isOver
      ? `the preference crossed ${level}: most replies drawn are now ${unwanted}`
      : `the preference did not cross ${level}: most replies drawn are still not ${unwanted}`;
  }
  return isOver
    ? `the preference crossed ${level}: the ${unwanted} reply is now the likelier one`
    : `the preference did not cross ${level}: the ${wanted} reply is still the likelier one`;
}

/** Whether an arm's mean margin lies beyond the readout's crossing; `null` when it was not run. */
export function isCrossed(input: ClaimInput, arm: string): boolean | null {
  const margin = meanMargin(input, arm);
  return margin === null ? null : margin > input.readout.crossing;
}

/** In how many of several arms the preference crossed zero, as a clause. */
export function crossingCount(input: ClaimInput, arms: readonly string[]): string {
  const known = arms.map((arm) => isCrossed(input, arm)).filter((crossed) => crossed !== null);
  const crossed = known.filter((isOver) => isOver).length;
  return `the preference crossed ${input.readout.crossing} in ${crossed} of ${known.length}`;
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
