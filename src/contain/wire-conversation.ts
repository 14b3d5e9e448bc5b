import type { TranscriptMessage } from "../core/index.ts";

/** The APIs whose requests are read and edited. */
export type WireFormat = "openai-chat" | "openai-responses" | "anthropic-messages";

/**
 * Keyed digest of a text, short and safe in a file name; the key belongs to the installation, so that nobody
 * outside can tell whether a text was seen.
 */
export type Digest = (text: string) => string;

/** One message of a request, and where it stands in its conversation. */
export interface WireMessage {
  readonly message: TranscriptMessage;
  /** Index in the request's own list; `null` for what stands outside of it, e.g. a top-level system prompt. */
  readonly element: number | null;
  /**
   * Digest over this message and all before it. Two requests that begin alike have the same links. What
   * clients change on their way (cache marks, thinking that may be left out, text or one text block) is not in it.
   */
  readonly link: string;
  /** Whether it holds thinking or other content bound to everything before it: what precedes it must not change. */
  readonly isSigned: boolean;
}

/** A request as a conversation. The request's bytes stay the authority; this only points into them. */
export interface WireConversation {
  readonly format: WireFormat;
  /** System prompts first, then in order; never empty. */
  readonly messages: readonly WireMessage[];
  readonly model: string | null;
  readonly isStream: boolean;
  /** The client's own name for the conversation, from the body; `null` where it gives none. */
  readonly session: string | null;
  /** Id of the reply that this goes on from, where the vendor keeps the history; else `null`. */
  readonly previous: string | null;
}

/** What edits of a request depend on. */
export type EditedConversation = Pick<WireConversation, "format" | "messages">;

/** What is wrong with a request, as the protocol's own error will say it. */
export interface WireIssue {
  readonly message: string;
  /** The member that is at fault, e.g. `messages[2].tool_call_id`; `null` for the whole body. */
  readonly param: string | null;
}

/** A request that was read, or why it cannot be. */
export type WireReading =
  | { readonly kind: "conversation"; readonly conversation: WireConversation }
  | { readonly kind: "invalid"; readonly issue: WireIssue };

/** Edits resolved on one request: message indices of {@link WireConversation.messages}. */
export interface EditPlan {
  /** Messages left out. */
  readonly drops: ReadonlySet<number>;
  /** Texts put in after (or, for a user message, into the end of) a message, in order. */
  readonly appends: readonly { readonly after: number; readonly text: string }[];
}

/** A whole reply, not streamed. */
export interface WireReply {
  /** The assistant's messages in order; as the client will send them again. */
  readonly messages: readonly TranscriptMessage[];
  /** The vendor's id of the reply. */
  readonly id: string | null;
  readonly model: string | null;
  /** Why it ended, in the vendor's own word; `null` where it does not say. */
  readonly finish: string | null;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
}

/** How one API's requests are read and edited, and its replies read. Pure. */
export interface Wire {
  readonly format: WireFormat;
  /** @param body  the request's JSON text. Never throws for a bad one. */
  read(body: string, digest: Digest): WireReading;
  /**
   * The request with a plan carried out; everything else byte for byte as it was. A plan of nothing gives the
   * same text. The result is always a valid request: pairs of tool calls and results stay together.
   *
   * @param conversation  what {@link read} gave for this very body
   */
  edit(body: string, conversation: WireConversation, plan: EditPlan): string;
  /** A reply's JSON text; `null` if it is not a reply of this API (an error, another shape). Never throws. */
  reply(body: string): WireReply | null;
}
