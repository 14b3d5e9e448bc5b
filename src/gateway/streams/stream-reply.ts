import type { WireReply } from "../../contain/index.ts";
import type { TranscriptMessage } from "../../core/index.ts";
import type { JsonRecord } from "./json-record.ts";
import type { Draft, StreamEvent } from "./stream-event.ts";

/** What an event is to somebody who holds a stream back. */
export interface EventRole {
  readonly kind: /** Says something to the client. */
    | "text"
    /** Leaves with the text that follows it: openings, thinking, comments. */
    | "beside"
    /** Leaves only after the verdict on the whole: tool calls, endings, whatever we do not know. */
    | "act"
    /** The protocol's end marker. */
    | "end"
    /** The upstream's own error: nothing follows it. */
    | "error";
  /** What it says, whatever kind it is. */
  readonly said: readonly Said[];
}

/** Text for the client. */
export interface Said {
  /** Texts of one channel are read as one; choices are channels of their own. */
  readonly channel: number;
  readonly text: string;
}

/** What a reply says of itself. */
export type ReplyFacts = Omit<WireReply, "messages">;

/** What is needed to begin a reply in another's name. */
export interface ReplyShell {
  readonly facts: ReplyFacts;
  /** The vendor's own first object; `null` where none came. */
  readonly first: JsonRecord | null;
  /** Seconds since 1970, for protocols that must say when. */
  readonly createdSeconds: number;
}

/** One reply as it grows event by event: what it says, and how it can be ended or gone on with. */
export interface StreamReply {
  /** Takes an event in. Never throws. */
  take(event: StreamEvent): EventRole;
  /** As the client will send them again: of several choices, the first. */
  messages(): readonly TranscriptMessage[];
  /** All that is said: several choices are several messages. */
  everything(): readonly TranscriptMessage[];
  facts(): ReplyFacts;
  /** The vendor's first object, see {@link ReplyShell}. */
  first(): JsonRecord | null;
  /** Whether nothing of the protocol is missing, though there was no end marker. */
  isWhole(): boolean;
  /** Begins a reply that says nothing. */
  opening(shell: ReplyShell): readonly Draft[];
  /** Ends honestly where the reply stands: filtered, never finished. */
  cut(spent: Usage | null): readonly Draft[];
  /** Ends with an error. */
  failure(message: string): readonly Draft[];
  /**
   * Goes on with another reply's events under this one's name, by the rules of the protocol: one opening, rising
   * indices, one ending.
   *
   * @param spent  usage of what was held before, added to the other's
   */
  graft(spent: () => Usage | null): (event: StreamEvent) => readonly Draft[];
}

/** Tokens of a reply. */
export type Usage = NonNullable<WireReply["usage"]>;

/** Both together; `null` where nothing is known of either. */
export function addUsage(left: Usage | null, right: Usage | null): Usage | null {
  if (left === null) return right;
  if (right === null) return left;
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
  };
}
