export type { ChatMessage, ChatModel, ChatReply, ChatRequest } from "./chat-model.ts";
export type { JournalEntry, RunStore } from "./run-store.ts";
export type { ContinuationScore, ScoreReply, ScoreRequest, Scorer } from "./scorer.ts";
