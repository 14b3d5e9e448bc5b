export { type Random, seededRandom } from "../math/index.ts";
export {
  type AurocOptions,
  auroc,
  type PooledAuroc,
  pooledAuroc,
  type RankedScore,
  type WithinAuroc,
  withinAuroc,
} from "./calibration/auroc.ts";
export { type CrossFitOptions, crossFit } from "./calibration/cross-fit.ts";
export {
  evidenceDependence,
  type LabelledEvidence,
  type MeasuredDependence,
} from "./calibration/evidence-dependence.ts";
export { fitIsotonic, type IsotonicOptions } from "./calibration/fit-isotonic.ts";
export { fitLogistic, type LogisticOptions } from "./calibration/fit-logistic.ts";
export { groupFolds } from "./calibration/group-folds.ts";
export { type Intraclass, intraclassCorrelation } from "./calibration/intraclass-correlation.ts";
export type { LabelledScores } from "./calibration/labelled-scores.ts";
export { brierScore, type Forecast, logScore } from "./calibration/proper-scores.ts";
export { type ReliabilityBin, reliabilityCurve } from "./calibration/reliability-curve.ts";
export {
  type LogOddsForecast,
  type ReliabilitySlope,
  reliabilitySlope,
} from "./calibration/reliability-slope.ts";
export { type IsotonicMap, type LogisticMap, mappedNats } from "./calibration/score-map.ts";
export { temperFactor } from "./calibration/temper-factor.ts";
export { type BiasedNow, biasedNow } from "./chain/biased-now.ts";
export type { BiasModel, SeenTurns } from "./chain/biased-rows.ts";
export type { ChainData, Verdict } from "./chain/chain-data.ts";
export {
  type DecayingBelief,
  type DecayOptions,
  decayingEvidence,
} from "./chain/decaying-evidence.ts";
export type { ChainParameters, ParameterName } from "./chain/em-step.ts";
export type { Emissions } from "./chain/emissions.ts";
export { expectedCounts } from "./chain/expected-counts.ts";
export { type Filtered, filterChain } from "./chain/filter-chain.ts";
export {
  type EntryOptions,
  type EntryTurn,
  type FirstEntry,
  firstEntry,
} from "./chain/first-entry.ts";
export { type ChainFit, type FixedParameters, fitChain } from "./chain/fit-chain.ts";
export { forecast } from "./chain/forecast.ts";
export type { ForkReading } from "./chain/fork-readings.ts";
export {
  type ChainRates,
  chainOf,
  type HiddenChain,
  type TwoStateRates,
  twoStateChain,
} from "./chain/hidden-chain.ts";
export {
  type ParameterProfile,
  type ProfileOptions,
  profileInterval,
} from "./chain/profile-interval.ts";
export { type BiasedBelief, smoothBiased } from "./chain/smooth-biased.ts";
export { type Smoothed, smoothChain } from "./chain/smooth-chain.ts";
export { type ChainPath, viterbiPath } from "./chain/viterbi-path.ts";
export { type HalfLife, halfLife } from "./half-life.ts";
export { holm } from "./holm.ts";
export { type ClusteredValue, inferClusteredMean } from "./infer-clustered-mean.ts";
export { type BootstrapOptions, inferMean } from "./infer-mean.ts";
export { inferRatio, type RatioInference } from "./infer-ratio.ts";
export type { Inference, InferenceMethod, Interval } from "./inference.ts";
export { jeffreys } from "./jeffreys.ts";
export { leastShareError } from "./least-share-error.ts";
export { missingBounds, type PartlyScored } from "./missing-bounds.ts";
export {
  type CorrectedRate,
  type JudgedCounts,
  type RoganGladenOptions,
  roganGladen,
  type Tally,
} from "./rogan-gladen.ts";
export {
  type ActPolicy,
  type ActProblem,
  actOnBelief,
  type BeliefRemedy,
} from "./sequential/act-on-belief.ts";
export { type AlarmProblem, type BestAlarm, bestAlarm } from "./sequential/best-alarm.ts";
export { ageMargin, clearAge, smallestCostRatio } from "./sequential/clear-age.ts";
export { clearAgeOfSurvival } from "./sequential/clear-age-of-survival.ts";
export { type ClearAge, type ClearCosts, clearCostCurve } from "./sequential/clear-costs.ts";
export {
  type ClearAction,
  type ClearPolicy,
  type ClearProblem,
  clearOnBelief,
} from "./sequential/clear-on-belief.ts";
export { type CusumOptions, cusumPath } from "./sequential/cusum-path.ts";
export {
  cusumRunLength,
  cusumRunLengthTwoSided,
  type NormalCusum,
  siegmundRunLength,
} from "./sequential/cusum-run-length.ts";
export {
  limitBelief,
  meanRevealLife,
  type RevealLife,
  revealHazards,
  revealSurvival,
  silentBeliefs,
} from "./sequential/reveal-hazard.ts";
export {
  type GeometricFlip,
  shiryaevDelay,
  shiryaevOddsPath,
  shiryaevPath,
} from "./sequential/shiryaev-path.ts";
export { shiryaevRobertsPath } from "./sequential/shiryaev-roberts-path.ts";
export {
  type NormalShiryaevRoberts,
  overshootFactor,
  shiryaevRobertsRunLength,
} from "./sequential/shiryaev-roberts-run-length.ts";
export { type TurnOutcome, verdictOutcomes } from "./sequential/turn-outcome.ts";
export {
  latticeRate,
  type VerdictCusum,
  verdictCusumRunLength,
} from "./sequential/verdict-cusum.ts";
export { type VerdictRates, verdictDivergence, verdictNats } from "./sequential/verdict-rates.ts";
export {
  meanWeibullLife,
  type WeibullLife,
  weibullClearAge,
  weibullSurvival,
} from "./sequential/weibull-life.ts";
export { fitSessions, type RateName, rateNames, type SessionFit } from "./sessions/fit-sessions.ts";
export {
  profileAgeMargin,
  profileRate,
  type SessionProfile,
} from "./sessions/profile-sessions.ts";
export type { SessionFork, SessionRecord } from "./sessions/session-record.ts";
export { signFlipTest } from "./sign-flip-test.ts";
export { upperLimitOfNone } from "./upper-limit-of-none.ts";
export { wilson } from "./wilson.ts";
