import { arrayMember, isObject, type JsonObject, memberOf, textMember } from "../../core/index.ts";
import type { ModelCall } from "../reading/call-groups.ts";
import { anyValue, keyValues } from "./any-value.ts";
import {
  contentAttribute,
  type GenAiContent,
  type GenAiEvent,
  genAiContent,
} from "./gen-ai-content.ts";

/** What a span, or the events of one, say in common. */
export interface GenAiSpan {
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly name: string | null;
  /** Nanoseconds since 1970 in decimal; `null` where not given. */
  readonly start: string | null;
  readonly end: string | null;
  readonly attributes: JsonObject;
  readonly events: readonly GenAiEvent[];
  readonly line: number | null;
}

/** A span's call of a model, or why there is none. */
export type SpanCall =
  | { readonly kind: "call"; readonly call: ModelCall; readonly problems: readonly string[] }
  /** A call whose content was not recorded, or could not be read. */
  | { readonly kind: "no-content"; readonly problems: readonly string[] }
  /** No call of a model: a tool, a search, something else. */
  | { readonly kind: "other" };

/** A span of OTLP; `null` if nothing in it is of the GenAI conventions. */
export function genAiSpan(value: JsonObject, line: number | null): GenAiSpan | null {
  const attributes = keyValues(arrayMember(value, "attributes"));
  const events = arrayMember(value, "events").map((event) => ({
    name: textMember(event, "name") ?? "",
    attributes: keyValues(arrayMember(event, "attributes")),
    body: null,
  }));
  const isGenAi =
    Object.keys(attributes).some((key) => key.startsWith("gen_ai.")) ||
    events.some(({ name }) => name.startsWith("gen_ai."));
  if (!isGenAi) return null;
  return {
    traceId: textMember(value, "traceId"),
    spanId: textMember(value, "spanId"),
    name: textMember(value, "name"),
    start: nanoseconds(memberOf(value, "startTimeUnixNano")),
    end: nanoseconds(memberOf(value, "endTimeUnixNano")),
    attributes,
    events,
    line,
  };
}

/** A log record that is an event of the GenAI conventions, as a span with that event; else `null`. */
export function genAiLog(value: JsonObject, line: number | null): GenAiSpan | null {
  const attributes = keyValues(arrayMember(value, "attributes"));
  const name = textMember(value, "eventName") ?? textMember(attributes, "event.name") ?? "";
  if (!name.startsWith("gen_ai.")) return null;
  const body = isObject(memberOf(value, "body")) ? anyValue(value["body"]) : null;
  const time = nanoseconds(memberOf(value, "timeUnixNano"));
  return {
    traceId: textMember(value, "traceId"),
    spanId: textMember(value, "spanId"),
    name: null,
    start: time ?? nanoseconds(memberOf(value, "observedTimeUnixNano")),
    end: time,
    attributes,
    events: [{ name, attributes, body }],
    line,
  };
}

/** Operations that call a model; a span that does not say counts as one. */
const modelOperations = new Set(["chat", "text_completion", "generate_content"]);
/** Operations whose spans repeat what the calls inside them did. */
const outerOperations = new Set(["invoke_agent", "invoke_workflow"]);

/** @param place  stands for the conversation of a span without a trace */
export function spanCall(span: GenAiSpan, place: string): SpanCall {
  const { attributes, events } = span;
  const operation = textMember(attributes, "gen_ai.operation.name");
  const isOuter = operation !== null && outerOperations.has(operation);
  const isCall = operation === null || isOuter || modelOperations.has(operation);
  const content = genAiContent(attributes, events);
  const { input, replies, problems } = content;
  if (input.length + replies.length === 0) {
    const isExpected = isCall && !isOuter && isContentExpected(span);
    return isExpected || problems.length > 0 ? { kind: "no-content", problems } : { kind: "other" };
  }
  if (!isCall) return { kind: "other" };
  return { kind: "call", call: callOf(span, content, { place, isOuter }), problems };
}

interface CallPlace {
  readonly place: string;
  readonly isOuter: boolean;
}

function callOf(
  { attributes, traceId, spanId, name, start, end, line }: GenAiSpan,
  { input, replies }: GenAiContent,
  { place, isOuter }: CallPlace,
): ModelCall {
  const conversation = textMember(attributes, "gen_ai.conversation.id");
  const [model = null] = ["gen_ai.response.model", "gen_ai.request.model"].flatMap(
    (key) => textMember(attributes, key) ?? [],
  );
  return {
    group: conversation ?? traceId ?? place,
    isNamed: conversation !== null,
    scope: traceId ?? place,
    isStandIn: isOuter,
    sortTime: start === null ? null : start.padStart(20, "0"),
    startedAt: isoTime(start),
    endedAt: isoTime(end ?? start),
    input,
    replies: replies.map((draft) => ({ ...draft, model })),
    line,
    facts: { traceId, spanId, name, attributes: beside(attributes) },
    note: null,
  };
}

/** An evaluation or a tool's own event says nothing of a conversation, and need not. */
function isContentExpected({ attributes, events }: GenAiSpan): boolean {
  const isEvaluation = events.some(({ name }) => name === "gen_ai.evaluation.result");
  return (
    "gen_ai.operation.name" in attributes || ("gen_ai.request.model" in attributes && !isEvaluation)
  );
}

function beside(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).filter(([key]) => !contentAttribute.test(key)),
  );
}

function nanoseconds(value: unknown): string | null {
  if (typeof value === "number" && value > 0 && value < 2 ** 63) {
    return BigInt(Math.trunc(value)).toString();
  }
  return typeof value === "string" && /^[1-9]\d{0,18}$/.test(value) ? value : null;
}

function isoTime(time: string | null): string | null {
  return time === null ? null : new Date(Number(BigInt(time) / 1_000_000n)).toISOString();
}
