export { type ReplyReader, type SampledOptions, sampledReadout } from "./sampled.ts";
export { type SlipJudgement, slipJudgement } from "./slip-judgement.ts";
