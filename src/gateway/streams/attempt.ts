import type { SourceStep } from "./attempt-source.ts";
import type { GuardSession } from "./guard-session.ts";
import { type HeldText, heldText } from "./held-text.ts";
import { type HoldRule, holdRule } from "./hold-rule.ts";
import { replyOf } from "./reply-of.ts";
import { type SseSplitter, sseSplitter } from "./sse-splitter.ts";
import { type Draft, readEvent, type StreamEvent } from "./stream-event.ts";
import type { StreamReply } from "./stream-reply.ts";

/** One reply of the upstream while it is held back. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly rule: HoldRule;
  readonly splitter: SseSplitter;
  /** All of it, whether it has left or not. */
  readonly reply: StreamReply;
  /** Text that has not left. */
  readonly text: HeldText;
  /** Turns events into those that go on with what the client has; `null` where it has nothing. */
  readonly graft: ((event: StreamEvent) => readonly Draft[]) | null;
  queue: StreamEvent[];
  queueBytes: number;
  /** Whether something is held that must wait for the last verdict; all that comes after it waits too. */
  hasAct: boolean;
  /** Why it cannot be read; `null` while it can. */
  fault: string | null;
  /** `open`: let go unread; `after`: its end marker is out. */
  phase: "holding" | "open" | "after";
  /** Whether its end marker came. */
  isEnded: boolean;
  /** Whether it is noted among the held replies. */
  isCounted: boolean;
}

/** @param number  from 1 */
export function newAttempt(session: GuardSession, number: number): Attempt {
  const { policy, onUnscored, format, maxEventBytes } = session.options;
  if (policy.kind === "observe") throw new RangeError("an observed stream is not held");
  const rule = holdRule(policy, onUnscored);
  return {
    number,
    rule,
    splitter: sseSplitter(maxEventBytes),
    reply: replyOf(format),
    text: heldText(rule),
    graft: session.hasSent ? session.client.graft(() => session.spent) : null,
    queue: [],
    queueBytes: 0,
    hasAct: false,
    fault: null,
    phase: "holding",
    isEnded: false,
    isCounted: false,
  };
}

/** What a step of the upstream brought. */
export interface AttemptStep {
  readonly events: readonly Uint8Array[];
  /** Set when nothing more will come; the reason is for the client where the reply is not whole. */
  readonly stop: AttemptStop | null;
}

/** How an upstream's stream ended. */
export interface AttemptStop {
  /** Whether the upstream itself ended it. */
  readonly isClean: boolean;
  /** Whether its last event lacks the blank line. */
  readonly isOpen: boolean;
  readonly reason: string;
}

/** Cuts a step into events. Half an event at the end is left out: nobody could read it. */
export function stepOf({ splitter }: Attempt, step: SourceStep): AttemptStep {
  switch (step.kind) {
    case "chunk": {
      const events: Uint8Array[] = [];
      for (const item of splitter.push(step.chunk)) {
        if (item.kind === "oversized") {
          const reason = "the upstream sent an event that is too long to be read";
          return { events, stop: { isClean: false, isOpen: false, reason } };
        }
        events.push(item.bytes);
      }
      return { events, stop: null };
    }
    case "end": {
      const rest = splitter.end();
      const reason = "the upstream ended its stream before the reply was finished";
      const isEvent = rest !== null && readEvent(rest).body.kind !== "unreadable";
      return { events: isEvent ? [rest] : [], stop: { isClean: true, isOpen: isEvent, reason } };
    }
    case "broken":
      return { events: [], stop: { isClean: false, isOpen: false, reason: step.reason } };
  }
}

/** Takes an event in and says what is to be done now. */
export function admit(
  attempt: Attempt,
  bytes: Uint8Array,
): "held" | "free" | "due" | "last" | "exceeded" {
  const event = readEvent(bytes);
  if (attempt.phase === "after") {
    const { kind } = event.body;
    // Nobody has judged it, and no client awaits it: only what says nothing follows an end marker.
    if (kind === "silent" || kind === "done") attempt.queue.push(event);
    return "free";
  }
  const { kind, said } = attempt.reply.take(event);
  if (event.body.kind === "unreadable")
    attempt.fault ??= "the upstream sent an event that is no JSON";
  if (kind === "end") attempt.isEnded = true;
  attempt.text.add(said);
  attempt.queue.push(event);
  attempt.queueBytes += bytes.length;
  if (attempt.phase === "open") return "free";
  if (attempt.queueBytes > attempt.rule.maxBytes) return "exceeded";
  if (kind === "end" || kind === "error") return "last";
  attempt.hasAct ||= kind === "act";
  return kind === "text" && !attempt.hasAct && attempt.text.isDue() ? "due" : "held";
}
