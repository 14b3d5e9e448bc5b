import { isObject, type JsonObject, memberOf, textMember } from "../../core/index.ts";

/** Kinds of observations, as the API and the exports name them. */
const observationTypes = new Set(
  "SPAN GENERATION EVENT AGENT TOOL CHAIN RETRIEVER EVALUATOR EMBEDDING GUARDRAIL".split(" "),
);

/**
 * A member of a row by its name in the API; exports to a blob store write the same names with underscores.
 * Empty cells and `null` are `undefined`.
 */
export function rowMember(row: unknown, name: string): unknown {
  const underscored = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const value = memberOf(row, name) ?? memberOf(row, underscored);
  return value === null || value === "" ? undefined : value;
}

/** A member that is text; `null` otherwise. */
export function rowText(row: unknown, name: string): string | null {
  const value = rowMember(row, name);
  return typeof value === "string" ? value : null;
}

/** An observation: a step of a trace. */
export function isObservation(row: unknown): row is JsonObject {
  const type = rowText(row, "type");
  return (
    type !== null &&
    observationTypes.has(type.toUpperCase()) &&
    rowText(row, "traceId") !== null &&
    rowText(row, "startTime") !== null
  );
}

const traceMembers = [
  "sessionId",
  "userId",
  "release",
  "environment",
  "public",
  "htmlPath",
  "tags",
];

/** A trace, with its observations or without. */
export function isTrace(row: unknown): row is JsonObject {
  return (
    isObject(row) &&
    rowMember(row, "traceId") === undefined &&
    textMember(row, "id") !== null &&
    rowText(row, "timestamp") !== null &&
    ["input", "output", "observations"].some((name) => Object.hasOwn(row, name)) &&
    traceMembers.filter((name) => rowMember(row, name) !== undefined).length >= 2
  );
}

/** A time of a row in ISO 8601; those of the database have no zone and are UTC. `null` if it is none. */
export function rowTime(row: unknown, name: string): string | null {
  const text = rowText(row, name);
  if (text === null || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(" ", "T"));
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}
