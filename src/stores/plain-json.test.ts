import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, plainJson } from "./plain-json.ts";

it("gives back every JSON value, its keys in their order", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(plainJson(value)).toBe(JSON.stringify(value));
    }),
  );
});

it.each([
  [{ score: Number.NaN }, "value.score is NaN"],
  [[1, Number.POSITIVE_INFINITY], "value.1 is Infinity"],
  [{ a: { b: undefined } }, "value.a.b is undefined"],
  [undefined, "value is undefined"],
  [new Array(1), "value.0 is undefined"],
  [{ when: new Date(0) }, "value.when is an instance of Date"],
  [new Map(), "value is an instance of Map"],
  [new Float64Array(2), "value is an instance of Float64Array"],
  [() => 1, "value is function"],
])("refuses %j", (value, message) => {
  expect(() => plainJson(value)).toThrow(TypeError);
  expect(() => plainJson(value)).toThrow(message);
});

it("refuses a loop", () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(() => plainJson(loop)).toThrow(TypeError);
});

it("gives canonical text that forgets the order of keys and nothing else", () => {
  expect(canonicalJson({ b: [{ z: 1, y: null }], a: "x" })).toBe(
    '{"a":"x","b":[{"y":null,"z":1}]}',
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
