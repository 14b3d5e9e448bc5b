import type { Behaviour, Evidence } from "../core/index.ts";
import type { ChatMessage, ChatReply } from "./chat-model.ts";

/** A context to draw replies in, off the record. */
export interface ForkRequest {
  /** The conversation up to and including the user's question. */
  readonly context: readonly ChatMessage[];
  /** What on-profile and off-profile mean here. */
  readonly behaviour: Behaviour;
  /** One a reply; whole numbers. */
  readonly seeds: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

/** One drawn reply and what was found in it. */
export interface ForkReading {
  readonly text: string;
  readonly finish: ChatReply["finish"];
  /** For off-profile above 0; `unscored` where there is no reply to read, or it cannot be read. */
  readonly evidence: Evidence;
  /** Why a reading is missing, for counts; `null` where it is not. */
  readonly missing: "refused" | "empty" | "unscored" | null;
  readonly evaluatedTokens: number;
  readonly reusedTokens: number;
  readonly generatedTokens: number;
  readonly servedModel?: string | undefined;
}

/**
 * Anything that draws replies in forks of a context and says how off-profile they are.
 *
 * A reply that is refused, empty or unreadable is a reading with `missing`, never an error and never left
 * out. Throws only `TurncoatError`, where no further fork could be read either.
 */
export interface ForkReader {
  /** One a seed, in order. */
  read(request: ForkRequest): Promise<readonly ForkReading[]>;
}
