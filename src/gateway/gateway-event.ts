import type { Belief, GuardAction } from "../core/index.ts";
import type { RefusalReason } from "./protocol/gateway-error.ts";

/**
 * What happened, for whoever counts, traces and logs. No content and no keys; identifiers of conversations
 * and replies are for traces, never for the labels of a metric.
 */
export type GatewayEvent =
  | RequestFinished
  /** The gateway itself said no, or could not. */
  | {
      readonly kind: "request-refused";
      readonly endpoint: string;
      readonly status: number;
      readonly reason: RefusalReason;
      readonly keyId: string | null;
    }
  /** Something went on although it could not be read or kept. */
  | {
      readonly kind: "failed-open";
      readonly endpoint: string;
      readonly reason: FailOpenReason;
    }
  /** Something was held back because it could not be read or kept. */
  | {
      readonly kind: "failed-closed";
      readonly endpoint: string;
      readonly reason: FailOpenReason;
    }
  /** A reply had left, and what is believed of it could not be worked out or kept. */
  | { readonly kind: "settling-failed"; readonly endpoint: string; readonly reason: string };

/** Why something could not be guarded as it should be. */
export type FailOpenReason = "unscored" | "unreadable" | "store" | "guard";

/** One request, from its first byte to the last one of its reply. Times in milliseconds. */
export interface RequestFinished {
  readonly kind: "request-finished";
  readonly requestId: string;
  readonly endpoint: string;
  readonly status: number;
  readonly isStream: boolean;
  readonly keyId: string | null;
  /** Which upstream answered; `null` where none did. */
  readonly upstream: string | null;
  readonly totalMs: number;
  /** Until the reply's headers left. */
  readonly firstMs: number;
  /** Waiting for the upstream, or for the client's body, until the reply's headers left. */
  readonly upstreamMs: number;
  /** The gateway's own, until the reply's headers left. */
  readonly overheadMs: number;
  /** Reading replies while they waited. */
  readonly holdbackMs: number;
  /** Characters of a stream's text that left before there was a verdict on the whole reply. */
  readonly releasedUnread: number;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  readonly action: GuardAction;
  readonly belief: Belief | null;
  readonly requestModel: string | null;
  readonly replyModel: string | null;
  readonly replyId: string | null;
  readonly finish: string | null;
  /** Opaque key of the conversation in the action log; `null` where it was not guarded. */
  readonly conversation: string | null;
  /** False when the upstream broke off, or the client left. */
  readonly isComplete: boolean;
}
