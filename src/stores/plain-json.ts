/**
 * JSON text of a value, keys in the order they have.
 *
 * `JSON.stringify` turns NaN into null and drops `undefined` without a word; here both are refused, so
 * what is read back is what was meant.
 *
 * @throws TypeError naming the first part that plain JSON cannot hold
 */
export function plainJson(value: unknown): string {
  // First, because it ends on a loop, where the walk below would not.
  const text = JSON.stringify(value);
  refuseOddParts(value, "value");
  return text;
}

/**
 * JSON text of a value that does not depend on the order of its keys: equal values give equal bytes.
 *
 * @throws TypeError naming the first part that plain JSON cannot hold
 */
export function canonicalJson(value: unknown): string {
  plainJson(value);
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

function refuseOddParts(value: unknown, at: string): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${at} is ${value}, which JSON cannot hold`);
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, part] of value.entries()) refuseOddParts(part, `${at}.${index}`);
    return;
  }
  if (typeof value !== "object" || !isPlain(value)) {
    throw new TypeError(`${at} is ${nameOf(value)}, which JSON cannot hold; use null for absence`);
  }
  for (const [key, part] of Object.entries(value)) refuseOddParts(part, `${at}.${key}`);
}

/** Instances of classes (dates, maps, typed arrays) would come back as something else. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  return `an instance of ${value.constructor.name}`;
}
