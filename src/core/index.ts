export { type Behaviour, behaviourSchema, type Item } from "./behaviour.ts";
export {
  type CalibratedEvidence,
  type Calibration,
  type ChainParameter,
  calibrationSchema,
  defaultCalibration,
  defaultDependence,
  type EvidenceDependence,
  type ScoreMap,
} from "./calibration.ts";
export {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  textMember,
  without,
} from "./content/fields.ts";
export { jsonDepth, maxJsonDepth, parseJson } from "./content/json.ts";
export {
  inputText,
  outputText,
  partsOf,
  toolCallParts,
  toolResultPart,
} from "./content/parts.ts";
export {
  type Conversation,
  type Message,
  type Path,
  type Provenance,
  pathTo,
  type Role,
  type TreeMessage,
} from "./conversation.ts";
export type { Belief, Evidence, TurnReading, TurnScore } from "./evidence.ts";
export { type Failure, invalidInput, TurncoatError } from "./failure.ts";
export {
  type Edit,
  type GuardAction,
  type GuardLogEntry,
  guardActionSchema,
  guardLogEntrySchema,
} from "./guard-log.ts";
export { behaviourOf, type Profile, profileHeaderSchema } from "./profile.ts";
export { type ScanRecord, scanRecordSchema } from "./scan-record.ts";
export { logprobPerToken, type ReplyScore, type Score, type Unscored } from "./score.ts";
export {
  type OtherPart,
  pathsOf,
  type ReasoningPart,
  type TextPart,
  type ToolCallPart,
  type ToolResultPart,
  type Transcript,
  type TranscriptMark,
  type TranscriptMessage,
  type TranscriptPart,
  type TranscriptPath,
  type TranscriptRole,
  textOf,
} from "./transcript.ts";
