import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  textMember,
  without,
} from "../../core/index.ts";
import type { ModelCall } from "../reading/call-groups.ts";
import { langfuseContent } from "./langfuse-content.ts";
import { isObservation, isTrace, rowMember, rowText, rowTime } from "./langfuse-row.ts";

/** Where a record stands, and what is known of its trace already. */
export interface LangfusePlace {
  readonly line: number | null;
  /** Session of the trace; `null` where the record alone says it. */
  readonly sessionId: string | null;
}

/**
 * The calls that a record of an export holds: a row of the observations or the traces table, a trace with
 * its observations, a download `{trace, observations, scores}`, a page `{data}` of the API.
 *
 * @returns `null` if it is no such record
 */
export function langfuseCalls(record: unknown, place: LangfusePlace): readonly ModelCall[] | null {
  if (isObservation(record)) return observationCalls(record, place);
  if (isTrace(record)) return traceCalls(record, place);
  if (!isObject(record)) return null;
  const page = memberOf(record, "data");
  if (Array.isArray(page) && page.some((row) => isObservation(row) || isTrace(row))) {
    return page.flatMap((row: unknown) => langfuseCalls(row, place) ?? []);
  }
  return downloadCalls(record, place);
}

/** The page of a trace lets people download it: observations, scores and, in older versions, the trace. */
function downloadCalls(record: JsonObject, place: LangfusePlace): readonly ModelCall[] | null {
  const observations = arrayMember(record, "observations").filter(isObservation);
  const trace = memberOf(record, "trace");
  const [first] = observations;
  if (first === undefined && !isTrace(trace)) return null;
  const whole = {
    ...(isObject(trace) ? trace : { id: rowText(first, "traceId") }),
    observations,
    ...without(record, ["trace", "observations"]),
  };
  const sessionId = rowText(trace, "sessionId") ?? rowText(first, "sessionId") ?? place.sessionId;
  return traceCalls(whole, { ...place, sessionId });
}

/** A trace's own input and output stand in for its calls where none is recorded. */
function traceCalls(trace: JsonObject, { line, sessionId }: LangfusePlace): readonly ModelCall[] {
  const session = rowText(trace, "sessionId") ?? sessionId;
  const place = { line, sessionId: session };
  const id = textMember(trace, "id") ?? "";
  const startedAt = rowTime(trace, "timestamp");
  const own: ModelCall = {
    group: session ?? id,
    isNamed: session !== null,
    scope: id,
    isStandIn: true,
    sortTime: startedAt,
    startedAt,
    endedAt: startedAt,
    ...langfuseContent(rowMember(trace, "input"), rowMember(trace, "output")),
    line,
    facts: { traceId: id },
    note: without(trace, ["input", "output", "observations"]),
  };
  const inner = arrayMember(trace, "observations").flatMap((row) =>
    isObservation(row) ? observationCalls(row, place) : [],
  );
  return [own, ...inner];
}

function observationCalls(
  row: JsonObject,
  { line, sessionId }: LangfusePlace,
): readonly ModelCall[] {
  const isGeneration = rowText(row, "type")?.toUpperCase() === "GENERATION";
  // A tool, a search: the model's calls hold what of it was said. An outermost step sums those up.
  const isInner = !isGeneration && rowMember(row, "parentObservationId") !== undefined;
  const traceId = rowText(row, "traceId") ?? "";
  const session = rowText(row, "sessionId") ?? sessionId;
  const startedAt = rowTime(row, "startTime");
  const { input, replies } = isInner
    ? { input: [], replies: [] }
    : langfuseContent(rowMember(row, "input"), rowMember(row, "output"));
  const model = rowText(row, "model") ?? rowText(row, "providedModelName");
  return [
    {
      group: session ?? traceId,
      isNamed: session !== null,
      scope: traceId,
      isStandIn: !isGeneration,
      sortTime: startedAt,
      startedAt,
      endedAt: rowTime(row, "endTime") ?? startedAt,
      input,
      replies: replies.map((draft) => ({ ...draft, model })),
      line,
      facts: isInner ? {} : without(row, ["input", "output"]),
      note: null,
    },
  ];
}
