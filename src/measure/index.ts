export {
  type Arm,
  type CoercionLevel,
  type Dose,
  doses,
  type Framing,
  framingName,
  isGenerated,
  type ProbeSet,
  type RemedyId,
  type ReplyJudgement,
  type ReplySet,
  remedyIds,
  type TurnLetter,
} from "./arm.ts";
export { ladder as ladderStep, remedyPair as remedyArms } from "./arms.ts";
export {
  type BeliefNow,
  believe,
  believeNow,
  type ConversationBelief,
  recoveredBelow,
} from "./belief.ts";
export { type Block, type BlockDesign, historyItems, planBlocks } from "./blocks.ts";
export {
  type EvidenceFit,
  type FitFigures,
  fitEvidence,
  type LabelledTurn,
  whyNoFit,
} from "./calibration/fit-evidence.ts";
export {
  type BlockPlan,
  type Cell,
  cellKey,
  cellsOf,
  draws,
  drawsPerBlock,
  probesOf,
  type ScorableCell,
} from "./cells.ts";
export {
  type Beside,
  type Claim,
  type ClaimId,
  type ClaimInput,
  claimIds,
  type Finding,
  type Pooling,
  type Verdict,
} from "./claim.ts";
export type { ClaimRow } from "./claim-row.ts";
export { claims, otherClaims } from "./claims/index.ts";
export {
  type ContextInput,
  history,
  ownQuestion,
  probePath,
  probePrefix,
  shuffledWords,
  summaryRequest,
} from "./context.ts";
export { estimateMean } from "./estimate.ts";
export { type Evaluated, evaluate, readoutOf } from "./evaluate.ts";
export { natsOf } from "./evidence.ts";
export {
  generationGroup,
  type JudgedDraw,
  ownTurnSampling,
  ownTurnTokens,
  repliesNeeded,
  slipBudget,
  slipPair,
  slipSampling,
  summaryTokens,
} from "./generation.ts";
export {
  baseTolerance,
  type LengthMismatch,
  lengthMismatches,
  lengthTolerance,
  overlapTolerance,
  type WordOverlap,
  wordOverlap,
} from "./matching.ts";
export { measuredRemedies } from "./measured-remedies.ts";
export {
  type BehaviourPlan,
  type DesignSettings,
  type Plan,
  type Preset,
  planCommand,
  planProbe,
  presets,
} from "./plan.ts";
export { allBehaviours, judgePooled, type PooledJudged } from "./pooled.ts";
export { prefixCost, prefixOrder } from "./prefix-order.ts";
export {
  type BlockValues,
  type CellReading,
  marginOf,
  minus,
  type RangeEnd,
  type Readings,
  type ReadingsDesign,
  readings,
} from "./readings.ts";
export {
  defaultDelta,
  forkSampling,
  likelihoodTerms,
  type ReadoutId,
  type ReadoutTerms,
  readoutIds,
  type SampledDesign,
  sampledTerms,
  shareOff,
} from "./readout.ts";
export {
  type ProbeResult,
  probeResult,
  probeResultSchema,
  type ResultInput,
} from "./result.ts";
export { resultJsonSchema } from "./result-schema.ts";
export { rules } from "./rules.ts";
export { defaultCosts, type SessionCosts } from "./sessions/clear-answer.ts";
export { clearClaimId, clearClaimRow } from "./sessions/clear-claim.ts";
export { probeCalibration } from "./sessions/session-calibration.ts";
export {
  planSession,
  type SaidTurn,
  type SessionDesign,
  type SessionPlan,
  sessionAges,
  sessionDefaults,
  sessionMessages,
} from "./sessions/session-design.ts";
export type { SessionReading, SessionReply } from "./sessions/session-reading.ts";
export {
  type SessionResult,
  sessionResult,
  sessionResultSchema,
} from "./sessions/session-result.ts";
export { gradeTask, type PlainTask, plainTasks } from "./sessions/task-bank.ts";
export { type Coercion, coercionText } from "./subject.ts";
export { turnKey } from "./turn-key.ts";
export { type Judged, judge } from "./verdicts.ts";
