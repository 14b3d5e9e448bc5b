import type { ChatMessage } from "./chat-model.ts";

/** A context and the replies to score after it. */
export interface ScoreRequest {
  /** The conversation up to and including the user's question. */
  readonly context: readonly ChatMessage[];
  /** Assistant replies, scored apart from each other, the end of turn included. */
  readonly continuations: readonly string[];
  readonly signal?: AbortSignal;
}

/** Log-probability of one given reply. */
export interface ContinuationScore {
  /** Sum of `tokenLogprobs`, in nats; at most 0. */
  readonly totalLogprob: number;
  /** One a token, the end of turn last, in nats; at most 0 each; never empty. */
  readonly tokenLogprobs: readonly number[];
}

/** What a request cost and gave. */
export interface ScoreReply {
  /** In the order of the request's continuations. */
  readonly scores: readonly ContinuationScore[];
  /** Tokens run through the model for this request. */
  readonly evaluatedTokens: number;
  /** Context tokens that an earlier request had left in memory. */
  readonly reusedTokens: number;
}

/**
 * Anything that can say how probable given replies are after a given context (teacher forcing).
 *
 * Scores depend on the request alone, never on what was asked before; order decides only what is reused.
 * Throws only `TurncoatError`.
 */
export interface Scorer {
  /** `provider:model`, stable across runs. */
  readonly id: string;
  score(request: ScoreRequest): Promise<ScoreReply>;
  /** Tokens of a text as a reply, the end of turn included; what item matching is checked with. */
  countTokens(text: string): number;
  /** Most tokens a context and a reply may have together. */
  readonly contextLimit: number;
  /** How many requests can be under way at once to good effect, at least 1. */
  readonly lanes: number;
}
