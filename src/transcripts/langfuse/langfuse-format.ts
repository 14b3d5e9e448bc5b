import type { Transcript } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { type CallGroup, callGroups } from "../reading/call-groups.ts";
import { callThreads } from "../reading/call-threads.ts";
import { uniqueIds } from "../reading/chain.ts";
import { recordsInHead } from "../reading/records.ts";
import { langfuseCalls } from "./langfuse-calls.ts";
import { csvHeader, langfuseRecords } from "./langfuse-records.ts";

/**
 * Exports of Langfuse: tables of traces, observations or events as JSON, JSONL or CSV, traces as the API
 * gives them, and the download of one trace. Traces of the same session make a conversation, else each
 * trace does; the history that each generation repeats is taken once. Scores are kept: a trace's under
 * `extra.traces`, an observation's with its reply.
 *
 * Rows come in any order, so conversations are held until the end of the file, up to 16 Mi characters
 * together: beyond, the one that got no row for the longest time is given out, and rows that come for it
 * later make another (`id#2`).
 *
 * Source: langfuse/langfuse at 6275144, fern/apis/server/definition and worker/src/features.
 */
export const langfuseFormat: TranscriptFormat = {
  id: "langfuse",
  title: "Langfuse export",
  async recognises(_source, head) {
    const header = csvHeader(head);
    if (header !== null) return isTableHeader(header);
    const place = { line: null, sessionId: null };
    return recordsInHead(head).some((record) => langfuseCalls(record, place) !== null);
  },
  async *read(source): AsyncGenerator<TranscriptItem> {
    const groups = callGroups();
    const transcriptsOf = transcriptsFor(source.name);
    let count = 0;
    for await (const record of langfuseRecords(source)) {
      count += 1;
      const calls = record.kind === "skipped" ? null : callsOf(record);
      if (record.kind === "skipped") yield record;
      else if (calls === null) yield notOne(record.line, record.place);
      for (const call of calls ?? []) yield* groups.add(call).flatMap(transcriptsOf);
    }
    yield* groups.rest().flatMap(transcriptsOf);
    if (count === 0) yield { kind: "skipped", line: null, reason: "the file holds no records" };
  },
};

const callsOf = ({ value, line }: { readonly value: unknown; readonly line: number | null }) =>
  langfuseCalls(value, { line, sessionId: null });

const notOne = (line: number | null, place: string): TranscriptItem => ({
  kind: "skipped",
  line,
  reason: `${place}: neither a trace nor an observation`,
});

function isTableHeader(header: readonly string[]): boolean {
  const has = (...names: readonly string[]) => names.some((name) => header.includes(name));
  const isObservations = has("traceId", "trace_id") && has("startTime", "start_time");
  const isTraces = has("timestamp") && has("sessionId", "session_id") && has("id");
  return (isObservations || isTraces) && has("input", "output");
}

function transcriptsFor(source: string): (group: CallGroup) => readonly TranscriptItem[] {
  const idFor = uniqueIds();
  return (group) => {
    const traces = group.calls.flatMap(({ note }) => (note === null ? [] : [note]));
    const threads = callThreads(group);
    if (threads.length === 0) return [withoutContent(group)];
    return threads.map(({ messages, leaf }): TranscriptItem => {
      const transcript: Transcript = {
        id: idFor(group.key),
        source,
        line: messages[0]?.line ?? null,
        format: "langfuse",
        messages,
        leaf,
        marks: [],
        extra: traces.length === 0 ? {} : { traces },
      };
      return { kind: "transcript", transcript };
    });
  };
}

function withoutContent({ key, isNamed, calls }: CallGroup): TranscriptItem {
  const reason = `${isNamed ? "session" : "trace"} ${key} holds no input and no output of a model`;
  return { kind: "skipped", line: calls[0]?.line ?? null, reason };
}
