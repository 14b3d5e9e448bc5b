import { type BlockValues, type Evaluated, estimateMean } from "../measure/index.ts";
import type { Inference } from "../stats/index.ts";
import type { Estimate } from "./report-data.ts";

/** An inference as the page draws it. */
export function drawn(inference: Inference): Estimate {
  const interval = inference.interval(0.95);
  return {
    estimate: inference.estimate,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

/** Block values as the page draws them; `null` when they were not measured. */
export function drawnMean(values: BlockValues | null, { input }: Evaluated): Estimate | null {
  const inference = estimateMean(values, input);
  return inference === null ? null : drawn(inference);
}
