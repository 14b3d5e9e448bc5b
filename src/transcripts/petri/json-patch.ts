import { isObject, memberOf, textMember } from "../../core/index.ts";

/**
 * A JSON value after the operations of a JSON Patch, in order; the value that is given stays as it is.
 * `copy` is refused: a few dozen of them can make a value larger than any memory, and the library that
 * Petri makes its patches with does not write it.
 *
 * Source: RFC 6902, pointers by RFC 6901
 *
 * @throws RangeError if an operation cannot be carried out, with its place in the list
 */
export function patched(value: unknown, operations: readonly unknown[]): unknown {
  return operations.reduce((before: unknown, operation, place) => {
    try {
      return applied(before, operation);
    } catch (error) {
      const reason = error instanceof RangeError ? error.message : String(error);
      throw new RangeError(`operation ${place} of the patch ${reason}`);
    }
  }, value);
}

function applied(value: unknown, operation: unknown): unknown {
  const op = textMember(operation, "op");
  const path = pointer(memberOf(operation, "path"));
  switch (op) {
    case "add":
      return withChange(value, path, { kind: "add", value: memberOf(operation, "value") ?? null });
    case "replace":
      return withChange(value, path, { kind: "set", value: memberOf(operation, "value") ?? null });
    case "remove":
      return withChange(value, path, { kind: "remove" });
    case "move": {
      const from = pointer(memberOf(operation, "from") ?? memberOf(operation, "from_"));
      const moved = found(value, from);
      return withChange(withChange(value, from, { kind: "remove" }), path, {
        kind: "add",
        value: moved,
      });
    }
    case "test":
      if (isSame(found(value, path), memberOf(operation, "value") ?? null)) return value;
      throw new RangeError("tests for another value");
    default:
      throw new RangeError(`is ${JSON.stringify(op)}, which is not read`);
  }
}

/** Whether two JSON values have the same text. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function pointer(path: unknown): readonly string[] {
  if (path === "") return [];
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw new RangeError(`has the path ${JSON.stringify(path ?? null)}`);
  }
  return path
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function found(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at: unknown, key) => child(at, key), value);
}

function child(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return parent[indexOf(parent, key, parent.length - 1)];
  if (isObject(parent) && Object.hasOwn(parent, key)) return parent[key];
  throw new RangeError(`finds no ${JSON.stringify(key)}`);
}

function indexOf(list: readonly unknown[], key: string, highest: number): number {
  const index = /^(?:0|[1-9]\d{0,15})$/.test(key) ? Number(key) : Number.POSITIVE_INFINITY;
  if (index <= highest) return index;
  throw new RangeError(`finds no ${JSON.stringify(key)} in a list of ${list.length}`);
}

type Change =
  | { readonly kind: "add" | "set"; readonly value: unknown }
  | { readonly kind: "remove" };

function withChange(parent: unknown, path: readonly string[], change: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (change.kind === "remove") throw new RangeError("removes everything");
    return change.value;
  }
  if (rest.length > 0) return withChild(parent, key, withChange(child(parent, key), rest, change));
  if (Array.isArray(parent)) return listWithChange(parent, key, change);
  if (change.kind !== "add") child(parent, key);
  if (!isObject(parent)) throw new RangeError(`finds no ${JSON.stringify(key)}`);
  if (change.kind !== "remove") return { ...parent, [key]: change.value };
  return Object.fromEntries(Object.entries(parent).filter(([other]) => other !== key));
}

function withChild(parent: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(parent)) return parent.with(indexOf(parent, key, parent.length - 1), value);
  return { ...(isObject(parent) ? parent : {}), [key]: value };
}

function listWithChange(list: readonly unknown[], key: string, change: Change): readonly unknown[] {
  const last = list.length - 1;
  if (change.kind === "set") return list.with(indexOf(list, key, last), change.value);
  if (change.kind === "remove") return list.toSpliced(indexOf(list, key, last), 1);
  return list.toSpliced(
    key === "-" ? list.length : indexOf(list, key, list.length),
    0,
    change.value,
  );
}
