import { arrayMember, isObject, type JsonObject, textMember } from "../../core/index.ts";

/**
 * A value of OTLP's JSON encoding (`AnyValue`) as plain JSON. Integers come as text and become numbers
 * where a double holds them; what is not understood is kept as it is; nothing is `null`.
 */
export function anyValue(value: unknown): unknown {
  if (!isObject(value)) return value ?? null;
  for (const [kind, read] of kinds) {
    if (Object.hasOwn(value, kind)) return read(value[kind]);
  }
  return Object.keys(value).length === 0 ? null : value;
}

const kinds: readonly (readonly [string, (held: unknown) => unknown])[] = [
  ["stringValue", (held) => held ?? ""],
  ["boolValue", (held) => held ?? false],
  ["intValue", integer],
  ["doubleValue", (held) => (typeof held === "number" ? held : null)],
  ["arrayValue", (held) => arrayMember(held, "values").map(anyValue)],
  ["kvlistValue", (held) => keyValues(arrayMember(held, "values"))],
  ["bytesValue", (held) => held ?? ""],
];

function integer(held: unknown): unknown {
  const number = typeof held === "string" ? Number(held) : held;
  return Number.isSafeInteger(number) ? number : (held ?? null);
}

/** OTLP's list of keys and values as an object; of a key that stands twice the last one counts. */
export function keyValues(list: readonly unknown[]): JsonObject {
  return Object.fromEntries(
    list.flatMap((one) => {
      const key = textMember(one, "key");
      return key === null || !isObject(one) ? [] : [[key, anyValue(one["value"])] as const];
    }),
  );
}
