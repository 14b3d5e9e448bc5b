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
  type Item,
  type Message,
  type Path,
  type Profile,
  type Provenance,
  pathTo,
  type ReplyScore,
  type Role,
  type ScanRecord,
  type Score,
  type TreeMessage,
  TurncoatError,
  type Unscored,
} from "./core/index.ts";
export type {
  ChatMessage,
  ChatModel,
  ChatReply,
  ChatRequest,
  ContinuationScore,
  JournalEntry,
  RunStore,
  ScanTotals,
  ScoreReply,
  ScoreRequest,
  Scorer,
} from "./ports/index.ts";
