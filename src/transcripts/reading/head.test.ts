import fc from "fast-check";
import { expect, it } from "vitest";
import { firstValue, headElements, headRecords, isOneDocument } from "./head.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

it("reads a document as far as it goes", () => {
  expect(firstValue(bytes('\uFEFF{"a": [1, {"b": "x"}, {"c": "cut of'))).toEqual({
    a: [1, { b: "x" }, {}],
  });
  expect(firstValue(bytes(""))).toBeUndefined();
  expect(firstValue(bytes("hello"))).toBeUndefined();
});

it("reads the first of many lines, and all of them", () => {
  const lines = '{"a": 1}\nbroken\n\n{"b": NaN}\n{"c": [2, 3';
  expect(firstValue(bytes(lines))).toEqual({ a: 1 });
  expect(headRecords(bytes(lines))).toEqual([{ a: 1 }, { b: null }, { c: [2] }]);
});

it("reads an array as far as it goes, past what is broken", () => {
  expect(headElements(bytes(' [{"a": 1}, {"b" 2}, 3, {"c": [4, 5'))).toEqual([
    { a: 1 },
    3,
    { c: [4] },
  ]);
  expect(headElements(bytes("[]"))).toEqual([]);
  expect(headElements(bytes('{"a": []}'))).toBeNull();
});

it("never throws, wherever the head ends", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      const head = bytes(text);
      firstValue(head.subarray(0, cut % (head.length + 1)));
      expect(firstValue(head)).toEqual(JSON.parse(text));
    }),
  );
});

it.each([
  ['{\n  "a": 1\n}', true],
  ['\uFEFF[\n{"a": 1},\n{"a": 2}\n]', true],
  ['\n\n{"a": {\n"b": [', true],
  ['{"a": 1}\n{"a": 2}\n', false],
  ['\n{"a": 1}\n{"a": 2}\n', false],
  ['{"a": "broken\n{"a": 2}\n', false],
  ['{"a": 1, "b"', false],
  ["hello\nyou", false],
  ["", false],
])("tells one document from many lines: %j", (text, is) => {
  expect(isOneDocument(bytes(text))).toBe(is);
});
