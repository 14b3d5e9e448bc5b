import { isObject, type JsonObject, memberOf, textMember } from "../../core/index.ts";

/** A line of a rollout, with the envelope or, as files before October 2025 have it, without. */
export interface RolloutLine {
  /** Such as `response_item`; in files without envelopes what the line would have. */
  readonly type: string;
  readonly payload: JsonObject;
  readonly at: string | null;
}

/** Takes a line apart; `null` if it is none of a rollout. */
export function rolloutLine(value: unknown): RolloutLine | null {
  if (!isObject(value)) return null;
  const type = textMember(value, "type");
  const payload = memberOf(value, "payload");
  const at = textMember(value, "timestamp");
  if (type !== null && isObject(payload)) return { type, payload, at };
  if (type !== null) return { type: "response_item", payload: value, at };
  if (typeof memberOf(value, "record_type") === "string") {
    return { type: "state", payload: value, at };
  }
  return isBareHeader(value) ? { type: "session_meta", payload: value, at } : null;
}

const isBareHeader = (value: JsonObject) =>
  textMember(value, "id") !== null && Object.hasOwn(value, "instructions");

const envelopes = new Set([
  "session_meta",
  "turn_context",
  "response_item",
  "event_msg",
  "compacted",
  "world_state",
]);

/** Whether a value is a line that only a rollout has. */
export function isRolloutLine(value: unknown): boolean {
  if (!isObject(value)) return false;
  const type = memberOf(value, "type");
  if (type === undefined) {
    const isState = memberOf(value, "record_type") === "state";
    return isState || (isBareHeader(value) && textMember(value, "timestamp") !== null);
  }
  return typeof type === "string" && envelopes.has(type) && isObject(memberOf(value, "payload"));
}
