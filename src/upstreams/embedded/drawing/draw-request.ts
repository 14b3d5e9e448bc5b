import type { ChatMessage, ChatReply } from "../../../ports/index.ts";

/** A reply that is asked for, whichever API asked. */
export interface DrawRequest {
  /** The last one is the user's. */
  readonly messages: readonly ChatMessage[];
  /** At least 1; `null` where the request names none. */
  readonly maxTokens: number | null;
  readonly temperature: number;
  /** In [0, 1]; 0 takes the most probable token each time. */
  readonly topP: number;
  /** Fixes the draw; 0 to 2^32 - 1. */
  readonly seed: number;
  /** Texts at which the reply ends, before them; none empty. */
  readonly stops: readonly string[];
}

/** A reply that was drawn to its end. */
export interface Drawn {
  readonly text: string;
  readonly finish: ChatReply["finish"];
  /** The stop text that ended it; `null` where it ended otherwise. */
  readonly stopSequence: string | null;
  /** Tokens of the conversation, those in memory included. */
  readonly promptTokens: number;
  /** Those of `promptTokens` that were in memory. */
  readonly cachedTokens: number;
  readonly generatedTokens: number;
}

/** Fragments as they come, and the whole at the end. */
export type Drawing = AsyncIterator<string, Drawn>;
