export type { ChatMessage, ChatModel, ChatReply, ChatRequest } from "./chat-model.ts";
export type { Detector, TurnToScore } from "./detector.ts";
export type { Embedder, Embeddings } from "./embedder.ts";
export type { JournalEntry, RunStore } from "./run-store.ts";
export type { ScannedConversation, ScanSink, ScanTotals } from "./scan-sink.ts";
export type { ScoreCache } from "./score-cache.ts";
export type { ContinuationScore, ScoreReply, ScoreRequest, Scorer } from "./scorer.ts";
export type { ByteSource, TranscriptFormat, TranscriptItem } from "./transcript-format.ts";
