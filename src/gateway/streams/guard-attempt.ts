import type { Judgement } from "../../guard/index.ts";
import { type Attempt, type AttemptStop, admit, newAttempt, stepOf } from "./attempt.ts";
import { attemptSource } from "./attempt-source.ts";
import { bytesOf, draftBytes, type GuardSession, judged, unreadable } from "./guard-session.ts";
import { patiently } from "./patiently.ts";
import { writeEvent } from "./stream-event.ts";
import type { StreamReply } from "./stream-reply.ts";

/** What became of one reply of the upstream. */
export type AttemptEnd =
  /** All of it is out, or an error in its place. */
  | { readonly kind: "done" }
  | { readonly kind: "gone" }
  /** It was held, or its rest was; `text` is what did not leave. */
  | {
      readonly kind: "held";
      readonly judgement: Judgement;
      readonly text: string;
      readonly reply: StreamReply;
    }
  /** It broke off before it said anything. */
  | { readonly kind: "empty"; readonly reason: string; readonly reply: StreamReply };

const blankLine = new Uint8Array([10, 10]);

type Out<Result> = AsyncGenerator<Uint8Array, Result>;

/** Holds one reply back and lets out what was read, never out of order. */
export async function* guardAttempt(
  upstream: AsyncIterable<Uint8Array>,
  session: GuardSession,
  number: number,
): Out<AttemptEnd> {
  const source = attemptSource(upstream);
  session.source = source;
  const attempt = newAttempt(session, number);
  try {
    for (;;) {
      const waited = yield* patiently(session, source.next());
      if (waited === null) return { kind: "gone" };
      const step = stepOf(attempt, waited.value);
      for (const bytes of step.events) {
        const end = yield* onEvent(session, attempt, bytes);
        if (end !== null) return end;
      }
      if (step.stop !== null) return yield* onStop(session, attempt, step.stop);
    }
  } finally {
    source.stop();
  }
}

async function* onEvent(
  session: GuardSession,
  attempt: Attempt,
  bytes: Uint8Array,
): Out<AttemptEnd | null> {
  switch (admit(attempt, bytes)) {
    case "held":
      return null;
    case "free":
      if (attempt.phase === "open") session.releasedUnread += attempt.text.chars;
      yield* release(session, attempt);
      return null;
    case "exceeded":
      return yield* onExceeded(session, attempt);
    case "due":
      return yield* onDue(session, attempt);
    case "last":
      return yield* onLast(session, attempt);
  }
}

async function* onDue(session: GuardSession, attempt: Attempt): Out<AttemptEnd | null> {
  const messages = attempt.text.messages();
  const waited = yield* patiently(session, judged(session, messages));
  if (waited === null) return { kind: "gone" };
  if (waited.value.verdict === "hold") return heldBy(attempt, waited.value);
  countUnscored(session, attempt, waited.value);
  session.releasedUnread += attempt.text.chars;
  yield* release(session, attempt);
  return null;
}

async function* onLast(session: GuardSession, attempt: Attempt): Out<AttemptEnd | null> {
  const end = yield* finalVerdict(session, attempt);
  if (end !== null) return end;
  session.isComplete = attempt.isEnded;
  attempt.phase = "after";
  return null;
}

/** Judges the whole and lets it out; `null` when it is out. */
async function* finalVerdict(session: GuardSession, attempt: Attempt): Out<AttemptEnd | null> {
  const { onUnscored } = session.options;
  if (attempt.fault === null && saysNothing(attempt)) {
    yield* release(session, attempt);
    return null;
  }
  const work =
    attempt.fault === null
      ? judged(session, attempt.reply.everything())
      : Promise.resolve(unreadable(attempt.fault, onUnscored));
  const waited = yield* patiently(session, work);
  if (waited === null) return { kind: "gone" };
  const judgement = waited.value;
  if (judgement.verdict === "hold") return heldBy(attempt, judgement);
  countUnscored(session, attempt, judgement);
  // Of a spliced reply the client has two parts, and the verdict is on one of them.
  session.judgement = attempt.graft === null ? judgement : null;
  yield* release(session, attempt);
  return null;
}

async function* onExceeded(session: GuardSession, attempt: Attempt): Out<AttemptEnd | null> {
  const { maxBytes, onExceeded: mode } = attempt.rule;
  const judgement = unreadable(`the reply is longer than ${maxBytes} bytes`, mode);
  if (mode === "closed") return heldBy(attempt, judgement);
  countUnscored(session, attempt, judgement);
  session.judgement = judgement;
  session.releasedUnread += attempt.text.chars;
  attempt.phase = "open";
  yield* release(session, attempt);
  return null;
}

async function* onStop(
  session: GuardSession,
  attempt: Attempt,
  stop: AttemptStop,
): Out<AttemptEnd> {
  if (attempt.phase === "after") return { kind: "done" };
  const isWhole = stop.isClean && attempt.reply.isWhole();
  if (attempt.phase === "holding") {
    const isEmpty = attempt.fault === null && !isWhole && saysNothing(attempt);
    const end = isEmpty
      ? yield* onEmpty(session, attempt, stop.reason)
      : yield* finalVerdict(session, attempt);
    if (end !== null) return end;
  }
  session.isComplete = isWhole || attempt.isEnded;
  if (session.isComplete) return { kind: "done" };
  if (stop.isOpen) yield blankLine;
  yield draftBytes(session, session.client.failure(stop.reason));
  return { kind: "done" };
}

/** What the first reply opened with may leave; of a second one the client knows nothing. */
async function* onEmpty(session: GuardSession, attempt: Attempt, reason: string): Out<AttemptEnd> {
  if (attempt.number === 1) yield* release(session, attempt);
  return { kind: "empty", reason, reply: attempt.reply };
}

function saysNothing({ reply }: Attempt): boolean {
  return reply.everything().every(({ parts }) => parts.length === 0);
}

function heldBy({ text, reply }: Attempt, judgement: Judgement): AttemptEnd {
  return { kind: "held", judgement, text: text.text, reply };
}

/** A reply that goes on unread is counted once. */
function countUnscored(session: GuardSession, attempt: Attempt, judgement: Judgement): void {
  if (judgement.unscored === null || attempt.isCounted) return;
  attempt.isCounted = true;
  const { number, text } = attempt;
  session.held.push({ attempt: number, judgement, outcome: "released", text: text.text });
}

async function* release(session: GuardSession, attempt: Attempt): Out<void> {
  const { graft, queue } = attempt;
  const events = graft === null ? queue : queue.flatMap((event) => graft(event).map(writeEvent));
  const bytes = events.length === 0 ? null : bytesOf(session, events);
  attempt.queue = [];
  attempt.queueBytes = 0;
  attempt.text.release();
  if (bytes !== null) yield bytes;
}
