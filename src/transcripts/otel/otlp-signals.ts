import { arrayMember, isObject, type JsonObject, memberOf, parseJson } from "../../core/index.ts";
import type { ByteSource } from "../../ports/index.ts";
import type { SplitElement } from "../reading/json-splitter.ts";
import { linesOf } from "../reading/lines.ts";
import { lineRecords } from "../reading/records.ts";
import { splitJson } from "../reading/split-json.ts";

/** A span or a log record of a file, or what could not be read. */
export type OtlpSignal =
  | { readonly kind: "span" | "log"; readonly value: JsonObject; readonly line: number | null }
  | { readonly kind: "skipped"; readonly line: number | null; readonly reason: string };

/** Where OTLP's JSON encoding has them; the second is the name before 2022. */
const places = [
  ["span", "resourceSpans", "scopeSpans", "spans"],
  ["span", "resourceSpans", "instrumentationLibrarySpans", "spans"],
  ["log", "resourceLogs", "scopeLogs", "logRecords"],
] as const;

/**
 * Spans and log records of OTLP in JSON: one document, read span by span; or a document a line, as the
 * collector's file exporter writes, read line by line. Holds one span, or one line.
 */
export async function* otlpSignals(source: ByteSource): AsyncGenerator<OtlpSignal> {
  if (await holdsLines(source)) yield* signalsOfLines(source);
  else yield* signalsOfDocument(source);
}

async function* signalsOfLines(source: ByteSource): AsyncGenerator<OtlpSignal> {
  for await (const record of lineRecords(source)) {
    if (record.kind === "skipped") yield record;
    else yield* signalsOfLine(record.value, record.line);
  }
}

function* signalsOfLine(value: unknown, line: number | null): Generator<OtlpSignal> {
  if (!places.some(([, outer]) => Array.isArray(memberOf(value, outer)))) {
    yield { kind: "skipped", line, reason: "the line holds neither spans nor log records" };
  }
  for (const [kind, outer, inner, last] of places) {
    const holders = arrayMember(value, outer).flatMap((one) => arrayMember(one, inner));
    for (const one of holders.flatMap((holder) => arrayMember(holder, last))) {
      yield isObject(one) ? { kind, value: one, line } : notOne(kind, line);
    }
  }
}

const notOne = (kind: "span" | "log", line: number | null): OtlpSignal => ({
  kind: "skipped",
  line,
  reason: `a ${kind === "span" ? "span" : "log record"} is not an object`,
});

async function* signalsOfDocument(source: ByteSource): AsyncGenerator<OtlpSignal> {
  const paths = places.map(([, outer, inner, last]) => `${outer}[*].${inner}[*].${last}[*]`);
  for await (const item of splitJson(source, paths)) {
    if (item.kind !== "end") yield signalIn(item);
    else if (item.problem !== null) yield { kind: "skipped", line: null, reason: item.problem };
  }
}

function signalIn(item: SplitElement): OtlpSignal {
  const kind = places[item.path]?.[0] ?? "span";
  const place = `${kind} ${item.indices.join(".")}`;
  const parsed = item.kind === "element" ? parseJson(item.text) : item;
  if (parsed.kind !== "value") {
    return { kind: "skipped", line: null, reason: `${place}: ${parsed.reason}` };
  }
  return isObject(parsed.value) ? { kind, value: parsed.value, line: null } : notOne(kind, null);
}

/** Whether the first line is an object of its own, or too long to tell, and another one follows. */
async function holdsLines(source: ByteSource): Promise<boolean> {
  const lines = linesOf(source);
  const first = await lines.next();
  const isRecord =
    first.done !== true &&
    (first.value.kind === "skipped" || /^\s*\{.*\}\s*$/s.test(first.value.text));
  const isFollowed = isRecord && (await lines.next()).done !== true;
  await lines.return(undefined);
  return isFollowed;
}
