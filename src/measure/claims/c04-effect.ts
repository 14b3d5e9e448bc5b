import * as arms from "../arms.ts";
import type { Claim } from "../claim.ts";
import { beside, contrast, estimateMean, estimateRatio, withInterval } from "../estimate.ts";
import { minus } from "../readings.ts";
import { roundingFloor } from "../rules.ts";
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
    const neutral = contrast(input, "neutral", "good");
    const beyond = minus(slip, neutral);
    const overNeutral = estimateMean(beyond, input);
    if (slip === null || inference === null || overNeutral === null) return null;
    const shown = controls.flatMap(({ id }) =>
      beside(`e(${id})`, contrast(input, id, "good"), input),
    );
    const shuffledEffect = shown.find(({ label }) => label === "e(shuffled)")?.inference ?? null;
    const neutralEffect = shown.find(({ label }) => label === "e(neutral)") ?? null;
    const kept = estimateRatio(contrast(input, "shuffled", "good"), slip, input);
    const ownSlip = contrast(input, arms.ownSlip.id, arms.ownSibling.id);
    const worth = worthInGoodTurns(input, inference.estimate);
    return {
      quantity: "e(essay)",
      unit: input.readout.unit,
      inference,
      threshold: input.delta,
      // Supported only if the slip also does more than a neutral turn: both one-sided tests must reject.
      pSupported: Math.max(inference.pGreater(input.delta), overNeutral.pGreater(roundingFloor)),
      gate: null,
      control: neutralEffect,
      beside: [
        ...shown,
        { label: "e(essay) − e(neutral)", inference: overNeutral },
        ...(kept === null
          ? []
          : [
              {
                label: "share of e(essay) that shuffled words keep",
                inference: kept,
                unit: "share",
              },
            ]),
        ...beside("e(own slip), against the subject's own good sibling", ownSlip, input),
      ],
      arms: ["good", "essay", "neutral"],
      pooling: {
        values: slip,
        over: null,
        alsoAbove: beyond,
        control: { label: "e(neutral)", values: neutral },
        crossing: "essay",
      },
      sentence: () =>
        [
          `One ${input.behaviour.unwanted} reply costs ${withInterval(inference)} ${input.readout.unit}`,
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
