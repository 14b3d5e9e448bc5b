import { isObject, type JsonObject, jsonDepth, maxJsonDepth, memberOf } from "../../core/index.ts";
import type { WireIssue, WireReading } from "../wire-conversation.ts";

/** A request's object, or what is wrong with its text. */
export type ObjectReading =
  | { readonly kind: "object"; readonly object: JsonObject }
  | { readonly kind: "invalid"; readonly issue: WireIssue };

/**
 * A body's JSON object. Strict JSON, and no deeper than {@link maxJsonDepth}, since what reads it afterwards
 * recurses. Never throws.
 */
export function readObject(body: string): ObjectReading {
  if (body.length > maxJsonDepth && jsonDepth(body) > maxJsonDepth) {
    return invalid(`the body nests deeper than ${maxJsonDepth} levels; send a flatter one`, null);
  }
  try {
    const value: unknown = JSON.parse(body);
    if (isObject(value)) return { kind: "object", object: value };
    return invalid(`the body must be a JSON object, not ${nameOf(value)}`, null);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return invalid(`the body is not JSON: ${shortened(reason)}`, null);
  }
}

/** A body that cannot be read; `param` is the member at fault, `null` for the whole body. */
export function invalid(
  message: string,
  param: string | null,
): Extract<WireReading, { kind: "invalid" }> {
  return { kind: "invalid", issue: { message, param } };
}

/** What a JSON value is, for people: `an array`, `a number`, `null`, `missing`. */
export function nameOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A value as an error quotes it: as JSON, at most 60 characters. */
export const quoted = (value: unknown): string => shortened(JSON.stringify(value) ?? "nothing", 60);

function shortened(text: string, most = 200): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** What all three APIs say alike: the model, whether to stream, and what is wrong with either. */
export function readEnvelope(
  request: JsonObject,
):
  | { readonly kind: "envelope"; readonly model: string | null; readonly isStream: boolean }
  | { readonly kind: "invalid"; readonly issue: WireIssue } {
  const model = memberOf(request, "model") ?? null;
  const stream = memberOf(request, "stream") ?? false;
  if (model !== null && typeof model !== "string") {
    return invalid(`model must be a string, not ${nameOf(model)}`, "model");
  }
  if (typeof stream !== "boolean") {
    return invalid(`stream must be true or false, not ${quoted(stream)}`, "stream");
  }
  return { kind: "envelope", model, isStream: stream };
}
