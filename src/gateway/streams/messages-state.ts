import type { JsonRecord } from "./json-record.ts";

/** One content block as far as it has come. */
export interface MessagesBlock {
  readonly type: string;
  /** The block as it was begun. */
  readonly begun: JsonRecord;
  /** Text or thinking. */
  text: string;
  signature: string;
  readonly citations: unknown[];
  inputJson: string;
  isOpen: boolean;
}

/** A message as far as it has come. */
export interface MessagesState {
  /** The `message` of `message_start`. */
  first: JsonRecord | null;
  readonly blocks: Map<number, MessagesBlock>;
  stopReason: string | null;
  /** Those of a cache included. */
  inputTokens: number | null;
  /** Cumulative, as last said. */
  outputTokens: number | null;
}
