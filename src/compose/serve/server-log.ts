import { type DestinationStream, type Logger, pino } from "pino";
import type { GatewayEvent } from "../../gateway/index.ts";
import type { GuardEvent } from "../../guard/index.ts";
import type { StoreEvent } from "./open-stores.ts";

/** One line of the server's log, before it is written. */
export interface ServerLogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  /** Never content, never a key. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Takes lines. */
export type WriteServerLog = (line: ServerLogLine) => void;

/** A log in JSON, one line an event. */
export function jsonServerLog(to: DestinationStream): WriteServerLog {
  const logger: Logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
  return ({ level, message, facts }) => logger[level](facts, message);
}

/** What of the gateway's events goes to the log; null for what is only counted. */
export function gatewayLine(event: GatewayEvent): ServerLogLine | null {
  switch (event.kind) {
    case "request-finished": {
      const { endpoint, status, isStream, keyId, upstream, action, isComplete, conversation } =
        event;
      const { totalMs, overheadMs, holdbackMs, requestId, usage, belief } = event;
      return {
        level: status >= 500 ? "warn" : "info",
        message: "request",
        facts: {
          ...{ requestId, endpoint, status, isStream, keyId, upstream, action, isComplete },
          conversation,
          totalMs: rounded(totalMs),
          overheadMs: rounded(overheadMs),
          holdbackMs: rounded(holdbackMs),
          inputTokens: usage?.inputTokens ?? null,
          outputTokens: usage?.outputTokens ?? null,
          turned: belief === null ? null : rounded(belief.turned, 4),
        },
      };
    }
    case "request-refused": {
      const { endpoint, status, reason, keyId } = event;
      return { level: "warn", message: "refused", facts: { endpoint, status, reason, keyId } };
    }
    case "failed-open":
    case "failed-closed": {
      const { endpoint, reason, kind } = event;
      return { level: "warn", message: kind, facts: { endpoint, reason } };
    }
    case "settling-failed": {
      const { endpoint, reason } = event;
      return { level: "error", message: "settling failed", facts: { endpoint, reason } };
    }
  }
}

/** What of the guard's events goes to the log; null for what is only counted. */
export function guardLine(event: GuardEvent): ServerLogLine | null {
  switch (event.kind) {
    case "action-taken":
      return event.action === "none"
        ? null
        : { level: "info", message: "action", facts: { action: event.action, mode: event.mode } };
    case "reply-held":
      return { level: "info", message: "reply held", facts: { outcome: event.outcome } };
    case "store-failed": {
      const { operation, reason } = event;
      return { level: "error", message: "store failed", facts: { operation, reason } };
    }
    case "turns-shed":
      return { level: "warn", message: "turns shed", facts: { turns: event.turns } };
    case "history-shortened":
      return { level: "warn", message: "history shortened", facts: { turns: event.turns } };
    case "turns-scored":
    case "belief-updated":
    case "forks-drawn":
      return null;
  }
}

/** What happened to a store. */
export function storeLine({ store, kind, detail }: StoreEvent): ServerLogLine {
  const isGood = kind === "replayed" || kind === "recovered";
  return { level: isGood ? "info" : "warn", message: `store ${kind}`, facts: { store, detail } };
}

function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
