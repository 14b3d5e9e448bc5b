import type { JsonRecord } from "./json-record.ts";
import type { Usage } from "./stream-reply.ts";

/** One call of a choice; arguments as they have come so far. */
export interface ChatCall {
  id: string | null;
  name: string;
  input: string;
}

/** One choice of a chat reply. */
export interface ChatChoice {
  text: string;
  refusal: string;
  reasoning: string;
  readonly calls: Map<number, ChatCall>;
  /** What is no text, thinking or call, e.g. audio. */
  readonly others: Set<string>;
  finish: string | null;
}

/** A chat reply as far as it has come. */
export interface ChatState {
  /** Its first chunk. */
  first: JsonRecord | null;
  readonly choices: Map<number, ChatChoice>;
  usage: Usage | null;
  /** The vendor's own usage object. */
  rawUsage: JsonRecord | null;
  /** Whether chunks have a place for usage: then a chunk with it is awaited at the end. */
  isUsagePromised: boolean;
}
