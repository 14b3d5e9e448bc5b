import * as arms from "../arms.ts";
import type { Claim } from "../claim.ts";
import { beside, contrast, estimateMean, withInterval } from "../estimate.ts";
import { minus } from "../readings.ts";
import { crossing, worthInGoodTurns } from "../wording.ts";

const controls = [arms.neutral, arms.shuffledSlip, arms.mistake, arms.refusal, arms.quoted];

/** Does one slip move the model? */
export const effect: Claim = {
  id: "C04.effect",
  says: "one bad reply moves the model",
  family: "flip",
  arms: () => [arms.fresh, arms.good, arms.essay, arms.neutral],
  evaluate(input) {
    const slip = contrast(input, "essay", "good");
    const inference = estimateMean(slip, input);
    const overNeutral = estimateMean(minus(slip, contrast(input, "neutral", "good")), input);
    if (inference === null || overNeutral === null) return null;
    const shown = controls.flatMap(({ id }) =>
      beside(`e(${id})`, contrast(input, id, "good"), input),
    );
    const shuffledEffect = shown.find(({ label }) => label === "e(shuffled)")?.inference ?? null;
    const neutralEffect = shown.find(({ label }) => label === "e(neutral)") ?? null;
    const worth = worthInGoodTurns(input, inference.estimate);
    return {
      quantity: "e(essay)",
      unit: "nats per token",
      inference,
      threshold: input.delta,
      // Supported only if the slip also does more than a neutral turn: both one-sided tests must reject.
      pSupported: Math.max(inference.pGreater(input.delta), overNeutral.pGreater(0)),
      gate: null,
      control: neutralEffect,
      beside: [...shown, { label: "e(essay) − e(neutral)", inference: overNeutral }],
      arms: ["good", "essay", "neutral"],
      sentence: () =>
        [
          `One ${input.behaviour.unwanted} reply costs ${withInterval(inference)} nats per token`,
          worth === null ? "" : `, ${worth}`,
          neutralEffect === null
            ? ""
            : `; a neutral reply of equal length costs ${withInterval(neutralEffect.inference)}`,
          shuffledEffect === null || inference.estimate <= 0
            ? ""
            : ` and the slip's words shuffled ${withInterval(shuffledEffect)} (${Math.round((100 * shuffledEffect.estimate) / inference.estimate)} % of it needs no meaning)`,
          `; ${crossing(input, "essay")}.`,
        ].join(""),
    };
  },
};
