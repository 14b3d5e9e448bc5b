import fc from "fast-check";
import { expect, it } from "vitest";
import { patched } from "./json-patch.ts";

// The examples of RFC 6902, appendix A, by their numbers there.
it.each([
  ["A.1", { foo: "bar" }, [{ op: "add", path: "/baz", value: "qux" }], { baz: "qux", foo: "bar" }],
  [
    "A.2",
    { foo: ["bar", "baz"] },
    [{ op: "add", path: "/foo/1", value: "qux" }],
    { foo: ["bar", "qux", "baz"] },
  ],
  ["A.3", { baz: "qux", foo: "bar" }, [{ op: "remove", path: "/baz" }], { foo: "bar" }],
  [
    "A.4",
    { foo: ["bar", "qux", "baz"] },
    [{ op: "remove", path: "/foo/1" }],
    { foo: ["bar", "baz"] },
  ],
  [
    "A.5",
    { baz: "qux", foo: "bar" },
    [{ op: "replace", path: "/baz", value: "boo" }],
    { baz: "boo", foo: "bar" },
  ],
  [
    "A.7",
    { foo: ["all", "grass", "cows", "eat"] },
    [{ op: "move", from: "/foo/1", path: "/foo/3" }],
    { foo: ["all", "cows", "eat", "grass"] },
  ],
  ["A.8", { baz: "qux" }, [{ op: "test", path: "/baz", value: "qux" }], { baz: "qux" }],
  [
    "A.10",
    { foo: "bar" },
    [{ op: "add", path: "/child", value: { grandchild: {} } }],
    { foo: "bar", child: { grandchild: {} } },
  ],
  ["A.14", { "/": 9, "~1": 10 }, [{ op: "test", path: "/~01", value: 10 }], { "/": 9, "~1": 10 }],
  [
    "A.16",
    { foo: ["bar"] },
    [{ op: "add", path: "/foo/-", value: ["abc", "def"] }],
    { foo: ["bar", ["abc", "def"]] },
  ],
])("does what example %s does", (_name, before, operations, after) => {
  expect(patched(before, operations)).toEqual(after);
});

it.each([
  [
    "A.9",
    { baz: "qux" },
    { op: "test", path: "/baz", value: "bar" },
    "operation 0 of the patch tests for another value",
  ],
  [
    "A.12",
    { foo: "bar" },
    { op: "add", path: "/baz/bat", value: "qux" },
    'operation 0 of the patch finds no "baz"',
  ],
  [
    "past the end",
    [],
    { op: "add", path: "/1", value: 1 },
    'operation 0 of the patch finds no "1" in a list of 0',
  ],
  [
    "copy",
    [1],
    { op: "copy", from: "/0", path: "/-" },
    'operation 0 of the patch is "copy", which is not read',
  ],
  ["no pointer", [1], { op: "remove", path: "0" }, 'operation 0 of the patch has the path "0"'],
])("refuses %s and says why", (_name, before, operation, reason) => {
  expect(() => patched(before, [operation])).toThrow(new RangeError(reason));
});

it("leaves the value that it is given as it was, and throws nothing but RangeError", () => {
  const operation = fc.record({
    op: fc.constantFrom("add", "remove", "replace", "move", "test"),
    path: fc.constantFrom("", "/0", "/1", "/-", "/0/a", "/0/__proto__", "/a~1b", "/x/y"),
    from: fc.constantFrom("/0", "/0/a", ""),
    value: fc.jsonValue({ maxDepth: 2 }),
  });
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(operation, { maxLength: 5 }), (value, operations) => {
      const before = JSON.stringify(value);
      try {
        patched(value, operations);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
      expect(JSON.stringify(value)).toBe(before);
    }),
  );
});
