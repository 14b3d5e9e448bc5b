import type { Inference } from "../../stats/index.ts";
import type { CoercionLevel } from "../arm.ts";
import * as arms from "../arms.ts";
import type { Claim, ClaimInput } from "../claim.ts";
import { beside, estimateMean, holds, withInterval } from "../estimate.ts";
import { minus } from "../readings.ts";
import { meanMargin } from "../wording.ts";

const levels: readonly CoercionLevel[] = ["S", "U"];
const at = (level: CoercionLevel, base: typeof arms.good) =>
  arms.framed(arms.scoring(base, "pair"), arms.ladder(level, 4));

/** Do the levels of coercion compare? Here: system prompt against user framing. */
export const levelsCompared: Claim = {
  id: "C16.levels",
  says: "the levels at which a persona is coerced differ in strength",
  family: "theory",
  arms: () => [
    arms.framed(arms.scoring(arms.fresh, "pair"), arms.uncoerced),
    ...levels.flatMap((level) =>
      [arms.fresh, arms.good, arms.essay].map((base) => at(level, base)),
    ),
  ],
  evaluate(input) {
    const system = effectAt(input, "S");
    const user = effectAt(input, "U");
    const inference = estimateMean(minus(system, user), input);
    if (inference === null) return null;
    // Two-sided: the levels differ when the difference lies outside ±δ on either side; an order is given
    // only where the two intervals part.
    const [alone] = beside("system prompt", system, input);
    const above = inference.pGreater(input.delta);
    const below = inference.pLess(-input.delta);
    return {
      quantity: "e(essay) under system prompt − under user framing",
      unit: input.readout.unit,
      inference,
      threshold: input.delta,
      pSupported: doPart(estimateMean(system, input), estimateMean(user, input))
        ? Math.min(1, 2 * Math.min(above, below))
        : 1,
      pRefuted: Math.max(inference.pLess(input.delta), inference.pGreater(-input.delta)),
      gate: gateOf(input),
      control: alone ?? null,
      beside: [...beside("system prompt", system, input), ...beside("user framing", user, input)],
      arms: levels.flatMap((level) => [at(level, arms.essay).id, at(level, arms.good).id]),
      sentence: () =>
        `A slip moves the model coerced by system prompt by ${withInterval(inference)} ${input.readout.unit} more than the one coerced by user framing; control: the system prompt alone moves it by ${alone === undefined ? "an unmeasured amount" : withInterval(alone.inference)}; still needed for the preference to cross ${input.readout.crossing} (below 0: it crossed): ${levels.map((level) => `${level} ${distanceToZero(input, level)}`).join(", ")} ${input.readout.unit}. Data and fine-tuning (D, F) were not run.`,
    };
  },
};

/** Whether the 95 % intervals of two levels have no value in common. */
function doPart(left: Inference | null, right: Inference | null): boolean {
  const [one, other] = [left?.interval(0.95) ?? null, right?.interval(0.95) ?? null];
  return one !== null && other !== null && (one.low > other.high || other.low > one.high);
}

/** How far the margin is from crossing after a slip, in the readout's unit; negative once the preference has crossed. */
function distanceToZero(input: ClaimInput, level: CoercionLevel): string {
  const margin = meanMargin(input, at(level, arms.essay).id);
  return margin === null ? "not measured" : (input.readout.crossing - margin).toFixed(2);
}

function effectAt({ readings }: ClaimInput, level: CoercionLevel) {
  return minus(readings.m(at(level, arms.essay).id), readings.m(at(level, arms.good).id));
}

function gateOf(input: ClaimInput): string | null {
  const failed = levels.filter((level) => {
    const fell = minus(
      input.readings.m("uncoerced/fresh"),
      input.readings.m(at(level, arms.fresh).id),
    );
    return !holds(estimateMean(fell, input), input.delta);
  });
  if (failed.length === 0) return null;
  return `manipulation check failed at ${failed.join(" and ")}: coercion there does not lower the fresh margin by more than ${input.delta} ${input.readout.unit}`;
}
