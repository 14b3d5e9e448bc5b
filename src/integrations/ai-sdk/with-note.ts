import { isObject, memberOf } from "../../core/index.ts";
import type { CallNote } from "../call-note.ts";

/** Something with what was believed and done beside what its provider says of it, as `providerMetadata.turncoat`. */
export function withNote<Value extends object>(value: Value, note: CallNote | null): Value {
  if (note === null) return value;
  const own = memberOf(value, "providerMetadata");
  const providerMetadata = { ...(isObject(own) ? own : {}), turncoat: note };
  return { ...value, providerMetadata };
}
