import type { TranscriptMessage } from "../../core/index.ts";
import type { HeldReply, Judgement } from "../../guard/index.ts";
import type { AttemptSource } from "./attempt-source.ts";
import { type Pacer, pacer } from "./pacer.ts";
import { replyOf } from "./reply-of.ts";
import { type Draft, type StreamEvent, writeComment, writeEvent } from "./stream-event.ts";
import type { StreamGuardOptions, StreamOutcome } from "./stream-policy.ts";
import { addUsage, type StreamReply, type Usage } from "./stream-reply.ts";

/** One guarded stream while it lives. */
export interface GuardSession {
  readonly options: StreamGuardOptions;
  readonly pacer: Pacer;
  /** The reply as the client has it. */
  readonly client: StreamReply;
  /** Whether any event has left; comment lines do not count. */
  hasSent: boolean;
  hasTrailer: boolean;
  /** Whether a keep-alive has left before any event. */
  hasPinged: boolean;
  /** What is being read now, so that it can be stopped from outside. */
  source: AttemptSource | null;
  readonly held: HeldReply[];
  /** Usage of replies that were held. */
  spent: Usage | null;
  releasedUnread: number;
  scoringMs: number;
  judgement: Judgement | null;
  isComplete: boolean;
}

/** @param signal  aborted when the client has gone, whoever noticed */
export function guardSession(options: StreamGuardOptions, signal: AbortSignal): GuardSession {
  const pingEveryMs = options.policy.kind === "observe" ? null : options.pingEveryMs;
  return {
    options,
    pacer: pacer(options, signal, pingEveryMs),
    client: replyOf(options.format),
    hasSent: false,
    hasTrailer: false,
    hasPinged: false,
    source: null,
    held: [],
    spent: null,
    releasedUnread: 0,
    scoringMs: 0,
    judgement: null,
    isComplete: false,
  };
}

/** How it ended. */
export function outcomeOf(session: GuardSession): StreamOutcome {
  const { client, judgement, held, releasedUnread, scoringMs, isComplete } = session;
  return {
    reply: client.messages(),
    ...client.facts(),
    judgement,
    held,
    releasedUnread,
    scoringMs,
    isComplete,
  };
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Notes that events leave, and gives their bytes in one piece, the trailer before an end marker. */
export function bytesOf(session: GuardSession, events: readonly StreamEvent[]): Uint8Array {
  const pieces = events.flatMap((event) => {
    const isFirst = !session.hasSent;
    session.hasSent = true;
    const { kind } = session.client.take(event);
    const isMarked = isFirst && session.hasPinged && startsWithMark(event.bytes);
    // A mark is one only at the very beginning, which a keep-alive may have taken.
    const bytes = isMarked ? event.bytes.subarray(byteOrderMark.length) : event.bytes;
    const trailer = kind === "end" ? trailerOf(session) : null;
    return trailer === null ? [bytes] : [writeComment(trailer), bytes];
  });
  session.pacer.sent();
  return joined(pieces);
}

function startsWithMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, at) => bytes[at] === byte);
}

/** The trailer's text, once. */
export function trailerOf(session: GuardSession): string | null {
  if (session.hasTrailer) return null;
  session.hasTrailer = true;
  return session.options.trailer();
}

/** Events of ours. */
export function draftBytes(session: GuardSession, drafts: readonly Draft[]): Uint8Array {
  return bytesOf(session, drafts.map(writeEvent));
}

/** Joined without a copy where there is one. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A verdict on what nobody could read. */
export function unreadable(reason: string, onUnscored: "open" | "closed"): Judgement {
  return {
    verdict: onUnscored === "open" ? "pass" : "hold",
    probability: null,
    unscored: reason,
    evidence: [{ kind: "unscored", reason }],
    scoringMs: 0,
  };
}

/** Asks for a verdict. One that cannot be had, or is none, is what `onUnscored` says. Never rejects. */
export async function judged(
  session: GuardSession,
  messages: readonly TranscriptMessage[],
): Promise<Judgement> {
  const { judge, onUnscored, now } = session.options;
  const begun = now();
  try {
    const judgement = await judge(messages);
    if (judgement.unscored === null) return judgement;
    return { ...judgement, verdict: onUnscored === "open" ? "pass" : "hold" };
  } catch {
    return unreadable("reading the reply failed", onUnscored);
  } finally {
    session.scoringMs += now() - begun;
  }
}

/** Counts what a held reply used. */
export function spend(session: GuardSession, reply: StreamReply): void {
  session.spent = addUsage(session.spent, reply.facts().usage);
}
