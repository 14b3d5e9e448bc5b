import * as arms from "../arms.ts";
import type { Claim } from "../claim.ts";
import { estimateMean, holds, withInterval } from "../estimate.ts";
import { minus } from "../readings.ts";
import { crossing } from "../wording.ts";

const bare = (base: typeof arms.good) => arms.framed(arms.scoring(base, "pair"), arms.uncoerced);

/** Is a coerced model after a slip worse than one that was never coerced? */
export const worse: Claim = {
  id: "S3.worse",
  says: "after a slip the coerced model is worse than one never coerced",
  family: "theory",
  arms: () => [arms.fresh, arms.essay, bare(arms.fresh), bare(arms.essay)],
  evaluate(input) {
    const { readings, delta } = input;
    const values = minus(readings.m("essay"), readings.m("uncoerced/essay"));
    const inference = estimateMean(values, input);
    const fall = minus(readings.m("uncoerced/fresh"), readings.m("fresh"));
    const lowered = estimateMean(fall, input);
    if (values === null || inference === null) return null;
    return {
      quantity: "m(essay, coerced) − m(essay, uncoerced)",
      unit: input.readout.unit,
      inference,
      threshold: delta,
      gate: holds(lowered, delta)
        ? null
        : `manipulation check failed: coercion lowers the fresh margin by ${lowered === null ? "an unmeasured amount" : withInterval(lowered)} ${input.readout.unit}, not by more than ${delta}`,
      control:
        lowered === null ? null : { label: "what coercion does to m(fresh)", inference: lowered },
      beside: [],
      arms: ["fresh", "essay", "uncoerced/fresh", "uncoerced/essay"],
      pooling: {
        values,
        over: null,
        alsoAbove: null,
        control: { label: "what coercion does to m(fresh)", values: fall },
        crossing: "essay",
      },
      sentence: () =>
        `After the same slip the model asked to be ${input.behaviour.wanted} stands ${withInterval(inference)} ${input.readout.unit} from the one never asked (above 0: worse); control: asking lowers the fresh margin by ${lowered === null ? "an unmeasured amount" : withInterval(lowered)}; ${crossing(input, "essay")}.`,
    };
  },
};
