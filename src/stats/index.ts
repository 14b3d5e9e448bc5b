export { type Random, seededRandom } from "../math/index.ts";
export { type HalfLife, halfLife } from "./half-life.ts";
export { holm } from "./holm.ts";
export { type ClusteredValue, inferClusteredMean } from "./infer-clustered-mean.ts";
export { type BootstrapOptions, inferMean } from "./infer-mean.ts";
export { inferRatio, type RatioInference } from "./infer-ratio.ts";
export type { Inference, InferenceMethod, Interval } from "./inference.ts";
export { jeffreys } from "./jeffreys.ts";
export { missingBounds, type PartlyScored } from "./missing-bounds.ts";
export {
  type CorrectedRate,
  type JudgedCounts,
  type RoganGladenOptions,
  roganGladen,
  type Tally,
} from "./rogan-gladen.ts";
export { signFlipTest } from "./sign-flip-test.ts";
export { upperLimitOfNone } from "./upper-limit-of-none.ts";
export { wilson } from "./wilson.ts";
