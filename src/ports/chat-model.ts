/** One message as a model reads it. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** How the next assistant turn is drawn. */
export interface ChatRequest {
  /** The whole conversation; the last message is the user's. */
  readonly messages: readonly ChatMessage[];
  /** Most tokens to generate, at least 1. */
  readonly maxTokens: number;
  /** 0 takes the most probable token each time. */
  readonly temperature: number;
  /** Nucleus: smallest set of tokens whose probability reaches this, in (0, 1]. */
  readonly topP: number;
  /** Whole number that fixes the draw; the same request gives the same reply on the same machine. */
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** The next assistant turn. */
export interface ChatReply {
  readonly text: string;
  /**
   * Why it ended: the model's end of turn, the token limit, or a refusal by the model or a content filter
   * (`text` then holds what was said before or instead, often nothing).
   */
  readonly finish: "stop" | "length" | "refused";
  /** Prompt tokens run through the model for this reply. */
  readonly evaluatedTokens: number;
  /** Prompt tokens that an earlier evaluation had left in memory. */
  readonly reusedTokens: number;
  readonly generatedTokens: number;
  /** The model that a server says it used; left out where none says. */
  readonly servedModel?: string | undefined;
  /** True where the server gave no token counts, so that they are estimated from lengths of texts. */
  readonly isEstimated?: boolean | undefined;
}

/**
 * Anything that can take the next assistant turn.
 *
 * Implementations own transport, templates and retries, and throw only `TurncoatError`. They hold no
 * conversation state that a caller could notice: the whole transcript comes in with each request.
 */
export interface ChatModel {
  /** `provider:model`, stable across runs; written to the run's header. */
  readonly id: string;
  generate(request: ChatRequest): Promise<ChatReply>;
  /**
   * Text fragments in order; concatenated they equal `generate(request).text`. Ends with the reply, counts
   * included, as `generate(request)` gives it; with `null` where the model does not learn them from a stream.
   */
  stream(request: ChatRequest): AsyncIterable<string, ChatReply | null>;
}
