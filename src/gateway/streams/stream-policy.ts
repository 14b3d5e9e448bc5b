import type { WireFormat } from "../../contain/index.ts";
import type { TranscriptMessage } from "../../core/index.ts";
import type { HeldReply, Judgement } from "../../guard/index.ts";

/** What becomes of a streamed reply before anybody has read it. */
export type StreamPolicy =
  /** Passed on as it comes, read in parallel; acted on at the next turn. */
  | { readonly kind: "observe" }
  /** Text is held back until a window of it was read; windows overlap. Characters. */
  | { readonly kind: "window"; readonly sizeChars: number; readonly overlapChars: number }
  /** Text is held back until its sentence was read. */
  | { readonly kind: "sentence" }
  /** Everything is held until the whole reply was read. Only this one replaces a reply without a trace. */
  | { readonly kind: "buffer"; readonly maxBytes: number; readonly onExceeded: "open" | "closed" };

/** What guarding a stream needs. */
export interface StreamGuardOptions {
  readonly format: WireFormat;
  readonly policy: StreamPolicy;
  /** What to do when a reply could not be read: `closed` holds it, `open` lets it go, counted. */
  readonly onUnscored: "open" | "closed";
  /** When text is out already and the rest is bad: end honestly, or go on with an answer drawn again. */
  readonly onHeld: "cut" | "regenerate";
  /**
   * Reads what is about to leave: while `window` and `sentence` hold text, that text after the end of what left
   * before it; once it has ended, the whole reply, each choice a message.
   */
  judge(reply: readonly TranscriptMessage[]): Promise<Judgement>;
  /** The stream of an answer drawn again; `null` when there are to be no more. */
  regenerate(): Promise<AsyncIterable<Uint8Array> | null>;
  /** Silence towards the client after which a comment line is sent, in milliseconds. */
  readonly pingEveryMs: number;
  /** Calls back after so many milliseconds, unless it is told not to; passed in so that tests own time. */
  after(ms: number, run: () => void): () => void;
  now(): number;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Most bytes of one event; a longer one passes unread where the policy observes, and ends the stream where it holds. */
  readonly maxEventBytes: number;
  /** Text for a comment line before the end marker; `null` for none. */
  trailer(): string | null;
}

/** How a guarded stream ended. */
export interface StreamOutcome {
  /** The assistant's messages as the client has them, and will send them again; of several choices, the first. */
  readonly reply: readonly TranscriptMessage[];
  /** Vendor's id of the reply. */
  readonly id: string | null;
  readonly model: string | null;
  readonly finish: string | null;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  /**
   * Of the reply that the client has; `null` where there is none on just that: not asked for, cut, withheld, or
   * put together from two. What could not be read while it passed is `unscored`.
   */
  readonly judgement: Judgement | null;
  /** Replies, or rests of replies, that were held. */
  readonly held: readonly HeldReply[];
  /**
   * Characters of text that had left before there was a verdict on the whole reply: all of it for `observe`; 0 for
   * `buffer`, unless it grew too long and was let go.
   */
  readonly releasedUnread: number;
  /** Milliseconds that reading took while text was waiting. */
  readonly scoringMs: number;
  /** False when the upstream broke off, or the client left. */
  readonly isComplete: boolean;
}

/** A guarded stream: bytes for the client, and how it ended. */
export interface GuardedStream {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Resolves once the bytes have ended, however; never rejects. */
  readonly outcome: Promise<StreamOutcome>;
}
