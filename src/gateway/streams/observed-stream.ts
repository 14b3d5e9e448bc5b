import { attemptSource, type SourceStep } from "./attempt-source.ts";
import { draftBytes, type GuardSession, trailerOf, unreadable } from "./guard-session.ts";
import { mostHeldBytes } from "./hold-rule.ts";
import { type MarkerFinder, markerFinder } from "./marker-finder.ts";
import { sseSplitter } from "./sse-splitter.ts";
import { readEvent, writeCommentWithin } from "./stream-event.ts";

const blankLine = new Uint8Array([10, 10]);

/**
 * Passes bytes on as they come and reads them once they have gone. A reply that cannot be read goes on all the
 * same and is unscored. Where the connection breaks, an error event says so: an end without it would look like one
 * that the upstream meant.
 */
export async function* observedStream(
  upstream: AsyncIterable<Uint8Array>,
  session: GuardSession,
): AsyncGenerator<Uint8Array, void> {
  const source = attemptSource(upstream);
  session.source = source;
  const marker = markerFinder(session.options.format);
  const reader = streamReader(session);
  try {
    for (;;) {
      const waited = await session.pacer.until(source.next());
      if (waited.kind !== "value") return;
      if (waited.value.kind !== "chunk")
        return yield* onStop(session, waited.value, { marker, reader });
      const { chunk } = waited.value;
      reader.later(chunk);
      for (const piece of marker.pass(chunk, () => trailerBytes(session))) yield piece;
      reader.read();
    }
  } finally {
    reader.close();
    source.stop();
  }
}

async function* onStop(
  session: GuardSession,
  step: Exclude<SourceStep, { readonly kind: "chunk" }>,
  { marker, reader }: { readonly marker: MarkerFinder; readonly reader: StreamReader },
): AsyncGenerator<Uint8Array, void> {
  const rest = marker.end();
  if (rest !== null) yield rest;
  const isInside = reader.end();
  if (step.kind === "end") session.isComplete ||= session.client.isWhole();
  if (step.kind === "end" || session.isComplete) return;
  if (isInside) yield blankLine;
  yield draftBytes(session, session.client.failure(step.reason));
}

function trailerBytes(session: GuardSession): Uint8Array | null {
  const text = trailerOf(session);
  return text === null ? null : writeCommentWithin(text);
}

interface StreamReader {
  /** Keeps a chunk that is about to leave. */
  later(chunk: Uint8Array): void;
  /** Reads what was kept. Never throws. */
  read(): void;
  /** Reads what no blank line ended; whether there was any. */
  end(): boolean;
  /** Reads what is left and says what could not be read. */
  close(): void;
}

function streamReader(session: GuardSession): StreamReader {
  const splitter = sseSplitter(session.options.maxEventBytes);
  let kept: Uint8Array | null = null;
  let fault: string | null = null;
  let bytesRead = 0;
  const take = (bytes: Uint8Array) => {
    const event = readEvent(bytes);
    const { kind, said } = session.client.take(event);
    session.hasSent = true;
    if (event.body.kind === "unreadable") fault ??= "the upstream sent an event that is no JSON";
    if (kind === "end") session.isComplete = true;
    for (const { text } of said) session.releasedUnread += text.length;
  };
  const read = () => {
    if (kept === null || bytesRead > mostHeldBytes) return;
    bytesRead += kept.length;
    for (const item of splitter.push(kept)) {
      if (item.kind === "event") take(item.bytes);
      else fault ??= "the upstream sent an event that is too long to be read";
    }
    kept = null;
    if (bytesRead > mostHeldBytes) fault ??= `the reply is longer than ${mostHeldBytes} bytes`;
  };
  return {
    later(chunk) {
      kept = chunk;
    },
    read,
    end() {
      const rest = splitter.end();
      if (rest !== null && readEvent(rest).body.kind !== "unreadable") take(rest);
      return rest !== null;
    },
    close() {
      read();
      if (fault !== null) session.judgement = unreadable(fault, "open");
    },
  };
}
