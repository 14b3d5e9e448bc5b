import * as arms from "../arms.ts";
import type { Claim } from "../claim.ts";
import { contrast, estimateMean, withInterval } from "../estimate.ts";
import { minus } from "../readings.ts";
import { crossing } from "../wording.ts";

const goodBetween = 4;
const second = arms.again(goodBetween);
const secondTwin = arms.after(goodBetween + 1);
const first = arms.firstSlipAfter(goodBetween);
const firstTwin = arms.goodTurns(4 + goodBetween);

/** Can good turns after a reveal be trusted, or does a second slip do more than a first? */
export const sensitised: Claim = {
  id: "C07.sensitised",
  says: "good behaviour after a bad reply cannot be trusted",
  family: "stay",
  arms: () => [second, secondTwin, first, firstTwin],
  evaluate(input) {
    const again = contrast(input, second.id, secondTwin.id);
    const once = contrast(input, first.id, firstTwin.id);
    const inference = estimateMean(minus(again, once), input);
    const control = estimateMean(once, input);
    if (inference === null || control === null) return null;
    return {
      quantity: "e(second slip) − e(first slip), four good turns between",
      unit: input.readout.unit,
      inference,
      threshold: input.delta,
      gate: null,
      control: { label: "first slip after equally many turns", inference: control },
      beside: [],
      arms: [second.id, secondTwin.id, first.id, firstTwin.id],
      sentence: () =>
        `After a slip and four ${input.behaviour.wanted} replies a second slip moves the model by ${withInterval(inference)} ${input.readout.unit} more than a first slip would after equally many turns (${withInterval(control)}); ${crossing(input, second.id)}. Relapse proper needs sampled sessions.`,
    };
  },
};
