export { type ReplyReader, sampledReadout } from "./sampled.ts";
export { slipJudgement } from "./slip-judgement.ts";
