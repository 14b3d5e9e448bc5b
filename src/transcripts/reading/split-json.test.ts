import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJson } from "../../core/index.ts";
import type { SplitElement } from "./json-splitter.ts";
import { bytesSource } from "./source.ts";
import { type SplitEnd, splitJson } from "./split-json.ts";

async function split(content: Uint8Array | string, paths: string[], options: Options = {}) {
  const found: (SplitElement | SplitEnd)[] = [];
  const source = bytesSource("a.json", content, options.chunkBytes ?? 65_536);
  for await (const item of splitJson(source, paths, options.maxBytes)) found.push(item);
  const end = found.pop();
  if (end?.kind !== "end") throw new Error("no end");
  return { elements: found.flatMap((item) => (item.kind === "end" ? [] : [item])), end };
}
type Options = { readonly chunkBytes?: number; readonly maxBytes?: number };

const readBack = (text: string) => {
  const parsed = parseJson(text);
  return parsed.kind === "value" ? parsed.value : parsed.reason;
};
const texts = (elements: readonly SplitElement[]) =>
  elements.map((item) => (item.kind === "element" ? readBack(item.text) : item.reason));

it("gives the elements of the top array, whatever they are", async () => {
  const { elements, end } = await split('[1, NaN, "a,]\\"", {"b": [2]}, [], null ]', ["[*]"]);
  expect(texts(elements)).toEqual([1, null, 'a,]"', { b: [2] }, [], null]);
  expect(elements.map(({ indices }) => indices)).toEqual([[0], [1], [2], [3], [4], [5]]);
  expect(end).toEqual({ kind: "end", envelope: [], problem: null });
});

it("leaves the rest of the document", async () => {
  const text = '{"v": 2, "a": {"samples": [9]}, "samples": [{"id": 1}, {"id": 2}], "z": Infinity}';
  const { elements, end } = await split(text, ["samples[*]"]);
  expect(texts(elements)).toEqual([{ id: 1 }, { id: 2 }]);
  expect(end.envelope).toEqual({ v: 2, a: { samples: [9] }, samples: [], z: null });
});

it("finds arrays in arrays, with their places", async () => {
  const text = '{"r": [{"n": "x", "s": [1, 2]}, {"s": []}, {"s": [3]}]}';
  const { elements, end } = await split(text, ["r[*].s[*]"]);
  expect(elements.map(({ indices }) => indices)).toEqual([
    [0, 0],
    [0, 1],
    [2, 0],
  ]);
  expect(end.envelope).toEqual({ r: [{ n: "x", s: [] }, { s: [] }, { s: [] }] });
});

it("reads keys with escapes", async () => {
  expect((await split('{"s\\u0061": [1]}', ["sa[*]"])).elements).toHaveLength(1);
});

it("drops a byte order mark", async () => {
  expect((await split("\uFEFF[1]", ["[*]"], { chunkBytes: 1 })).end.problem).toBeNull();
});

it("gives what stands before a cut, and says that it was cut", async () => {
  const text = '{"v": 2, "samples": [{"id": 1}, {"id": 2}, {"id"';
  const { elements, end } = await split(text, ["samples[*]"]);
  expect(texts(elements)).toEqual([{ id: 1 }, { id: 2 }]);
  expect(end.envelope).toEqual({ v: 2, samples: [] });
  expect(end.problem).toBe("the document ends too early");
});

it.each([
  ["", "the document is empty"],
  ["[1,,2]", "an element is missing at byte 3"],
  ["[1,]", "an element is missing at byte 3"],
  ["[1 2]", "expected a comma between elements at byte 3"],
  ["[1] [2]", "something follows the document at byte 4"],
  ['{"a": 1]', "a bracket closes what is not open at byte 7"],
])("says what is wrong with %s", async (text, problem) => {
  expect((await split(text, ["[*]"])).end.problem).toBe(problem);
});

it("goes on after an element with the wrong brackets, one that is too long, one that is not UTF-8", async () => {
  expect(texts((await split('[{"a": 1], {"b": 2}]', ["[*]"])).elements).at(1)).toEqual({ b: 2 });
  const long = await split(`["${"x".repeat(99)}", 2]`, ["[*]"], { maxBytes: 50 });
  expect(texts(long.elements)).toEqual(["the element has 101 bytes, more than 50", 2]);
  const bytes = new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x2c, 0x33, 0x5d]);
  expect(texts((await split(bytes, ["[*]"])).elements)).toEqual(["the element is not UTF-8", 3]);
});

it("bounds what it holds of the rest", async () => {
  const { end } = await split(`{"a": "${"x".repeat(99)}"}`, ["s[*]"], { maxBytes: 50 });
  expect(end.problem).toContain("beside its elements has more than 50 bytes");
});

it("does not follow nesting without end", async () => {
  const { end } = await split("[".repeat(100_000), ["s[*]"]);
  expect(end.problem).toContain("deeper than 512 levels");
});

it.each(["samples", "a..b[*]", "a[0][*]", ""])("refuses the path %j", async (path) => {
  await expect(split("[]", [path])).rejects.toThrow(RangeError);
});

it("agrees with JSON.parse wherever the chunks fall", async () => {
  const documents = fc.record({
    a: fc.jsonValue(),
    s: fc.array(fc.jsonValue()),
    z: fc.jsonValue(),
  });
  const spaces = fc.constantFrom(0, 2);
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.integer({ min: 1, max: 9 }),
      spaces,
      async (value, size, space) => {
        const text = JSON.stringify(value, null, space);
        const { elements, end } = await split(text, ["s[*]"], { chunkBytes: size });
        const plain: unknown = JSON.parse(text);
        expect(end.problem).toBeNull();
        expect({ ...Object(end.envelope), s: texts(elements) }).toEqual(plain);
      },
    ),
  );
});

it("never throws, and reads the same wherever the chunks fall, however broken the document", async () => {
  const pieces = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    '"',
    ",",
    ":",
    "\\",
    "s",
    '"s":',
    "1",
    " ",
    "é",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces), fc.integer({ min: 1, max: 5 }), async (tokens, size) => {
      const text = tokens.join("");
      const paths = ["s[*]", "[*]"];
      const whole = await split(text, paths);
      expect(await split(text, paths, { chunkBytes: size })).toEqual(whole);
      // What has no problem is JSON, or has elements that are not.
      const isValid = parseJson(text).kind === "value";
      if (isValid) expect(whole.end.problem).toBeNull();
    }),
  );
});
