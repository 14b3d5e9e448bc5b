export { type Random, seededRandom } from "../math/index.ts";
export type { Emissions } from "./chain/emissions.ts";
export { expectedCounts } from "./chain/expected-counts.ts";
export { type Filtered, filterChain } from "./chain/filter-chain.ts";
export { type EntryTurn, type FirstEntry, firstEntry } from "./chain/first-entry.ts";
export { forecast } from "./chain/forecast.ts";
export { type ChainRates, chainOf, type HiddenChain, twoStateChain } from "./chain/hidden-chain.ts";
export { type Smoothed, smoothChain } from "./chain/smooth-chain.ts";
export { type ChainPath, viterbiPath } from "./chain/viterbi-path.ts";
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
