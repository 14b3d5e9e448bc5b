/**
 * turncoat: find, measure and contain persona flips in language models.
 *
 * @packageDocumentation
 */
export { type Places, placesFromEnvironment } from "./compose/environment.ts";
export { type ProbeOptions, type ProbeOutcome, probe } from "./compose/probe.ts";
export { type ScanOptions, type ScanOutcome, type ScanProgress, scan } from "./compose/scan.ts";
export {
  type AiSdkMiddlewareV2,
  type AiSdkMiddlewareV3,
  type AiSdkMiddlewareV4,
  type GuardBelief,
  type GuardEvent,
  type GuardMode,
  type HeldReply,
  type LangChainMiddleware,
  type OpenTurncoatOptions,
  openTurncoat,
  type Turncoat,
  type VendorClient,
} from "./compose/serve/open-turncoat.ts";
export {
  type Behaviour,
  behaviourSchema,
  type Conversation,
  type Failure,
  type GuardAction,
  guardActionSchema,
  type Item,
  type Message,
  type OtherPart,
  type Path,
  type Profile,
  type Provenance,
  pathTo,
  type ReasoningPart,
  type ReplyScore,
  type Role,
  type ScanRecord,
  type Score,
  type TextPart,
  type ToolCallPart,
  type ToolResultPart,
  type TranscriptMessage,
  type TranscriptPart,
  type TranscriptRole,
  type TreeMessage,
  TurncoatError,
  type Unscored,
} from "./core/index.ts";
export type {
  ActionLog,
  ChatMessage,
  ChatModel,
  ChatReply,
  ChatRequest,
  ContinuationScore,
  EvidenceCache,
  EvidenceReader,
  HeaderList,
  JournalEntry,
  ReadTurnsOptions,
  RunStore,
  ScanTotals,
  ScoreReply,
  ScoreRequest,
  Scorer,
  TurnToScore,
  Upstream,
  UpstreamReply,
  UpstreamRequest,
} from "./ports/index.ts";
