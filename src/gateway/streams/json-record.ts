/** A JSON object of a vendor, of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value if it is an object with members; `null` for lists and everything else. */
export function recordIn(value: unknown): JsonRecord | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  // An object that is no list has string keys; what they hold stays unknown.
  return value as JsonRecord;
}

/** The objects of a list; nothing for what is no list. */
export function recordsIn(value: unknown): readonly JsonRecord[] {
  if (!Array.isArray(value)) return [];
  return value.map(recordIn).filter((item) => item !== null);
}

/** The value if it is a text, else empty. */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The value if it is a text that is not empty, else `null`. */
export function nameIn(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The value if it is a whole number from 0, else `null`. */
export function countIn(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
