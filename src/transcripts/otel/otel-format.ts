import { type JsonObject, memberOf, type Transcript } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { type CallGroup, callGroups } from "../reading/call-groups.ts";
import { callThreads } from "../reading/call-threads.ts";
import { uniqueIds } from "../reading/chain.ts";
import { firstValue } from "../reading/head.ts";
import { otlpSignals } from "./otlp-signals.ts";
import { pendingLogs } from "./pending-logs.ts";
import { type GenAiSpan, genAiLog, genAiSpan, spanCall } from "./span-call.ts";

/**
 * OpenTelemetry traces and log records of the GenAI conventions, in OTLP's JSON encoding: one document, or
 * one a line. Spans with the same `gen_ai.conversation.id`, else of the same trace, make a conversation;
 * the history that each call repeats is taken once. Reads the forms from 2024 on.
 *
 * The spans of a conversation may lie anywhere in a file, so conversations are held until its end, up to
 * 16 Mi characters together: beyond, the one that got no span for the longest time is given out, and spans
 * that come for it later make another (`id#2`).
 *
 * Source: open-telemetry/semantic-conventions, docs/gen-ai, 1.28 to 1.36 and its last version of
 * 2026-05-05, before it moved to semantic-conventions-genai.
 */
export const otelFormat: TranscriptFormat = {
  id: "otel",
  title: "OpenTelemetry GenAI (OTLP JSON)",
  async recognises(_source, head) {
    const value = firstValue(head);
    return ["resourceSpans", "resourceLogs"].some((key) => Array.isArray(memberOf(value, key)));
  },
  async *read(source): AsyncGenerator<TranscriptItem> {
    const reader = openReader(source.name);
    for await (const signal of otlpSignals(source)) {
      if (signal.kind === "skipped") yield signal;
      else yield* reader[signal.kind](signal.value, signal.line);
    }
    yield* reader.end();
  },
};

function openReader(source: string) {
  const groups = callGroups();
  const logs = pendingLogs();
  const transcriptsOf = transcriptsFor(source);
  let silent = 0;
  let count = 0;

  function* take(span: GenAiSpan | null): Generator<TranscriptItem> {
    if (span === null) return;
    count += 1;
    const found = spanCall(span, `${source}#${count}`);
    if (found.kind === "other") return;
    for (const problem of found.problems) {
      yield { kind: "skipped", line: span.line, reason: `span ${span.spanId}: ${problem}` };
    }
    if (found.kind === "call") yield* groups.add(found.call).flatMap(transcriptsOf);
    else if (found.problems.length === 0) silent += 1;
  }

  return {
    span: (value: JsonObject, line: number | null) => take(genAiSpan(value, line)),
    log(value: JsonObject, line: number | null) {
      const log = genAiLog(value, line);
      return take(log === null ? null : logs.add(log));
    },
    *end(): Generator<TranscriptItem> {
      for (const log of logs.rest()) yield* take(log);
      yield* groups.rest().flatMap(transcriptsOf);
      if (silent > 0) yield { kind: "skipped", line: null, reason: withoutContent(silent) };
      if (count > 0) return;
      const reason = "no span or log record is of the GenAI conventions (gen_ai.*)";
      yield { kind: "skipped", line: null, reason };
    },
  };
}

const withoutContent = (count: number) =>
  `${count} ${count === 1 ? "call holds" : "calls hold"} no messages: recording of content was off, or they are in log records elsewhere`;

function transcriptsFor(source: string): (group: CallGroup) => readonly TranscriptItem[] {
  const idFor = uniqueIds();
  return (group) =>
    callThreads(group).map(({ messages, leaf }): TranscriptItem => {
      const transcript: Transcript = {
        id: idFor(group.key),
        source,
        line: messages[0]?.line ?? null,
        format: "otel",
        messages,
        leaf,
        marks: [],
        extra: {},
      };
      return { kind: "transcript", transcript };
    });
}
