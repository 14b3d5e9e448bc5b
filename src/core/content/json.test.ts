import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJson } from "./json.ts";

const value = (text: string) => {
  const parsed = parseJson(text);
  return parsed.kind === "value" ? parsed.value : parsed;
};

it("reads the constants that Python writes as null, outside strings only", () => {
  const text = '{"a": NaN, "b": [-Infinity, Infinity], "NaN": "NaN, \\"Infinity", "c": 1}';
  expect(value(text)).toEqual({ a: null, b: [null, null], NaN: 'NaN, "Infinity', c: 1 });
});

it("reads a number beyond the doubles as null", () => {
  expect(value('[1e999, -1E400, 1e3, "1e999"]')).toEqual([null, null, 1000, "1e999"]);
});

it.each(["", "  ", "{", "NaN NaN", "[NaN", '"NaN', "xNaN", "[1,]"])("says why not: %j", (text) => {
  expect(parseJson(text).kind).toBe("problem");
});

it("does not follow nesting without end", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect(parseJson(nested(512)).kind).toBe("value");
  expect(parseJson(nested(513))).toMatchObject({ reason: expect.stringContaining("512 levels") });
  expect(parseJson(`"${nested(600)}"`).kind).toBe("value");
});

it("agrees with JSON.parse", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(value(text)).toEqual(JSON.parse(text));
    }),
  );
});

it("never throws", () => {
  const pieces = fc.constantFrom('"', "\\", "NaN", "-", "Infinity", "[", "]", ",", "1e", "999");
  fc.assert(
    fc.property(fc.array(pieces), (tokens) => {
      expect(["value", "problem"]).toContain(parseJson(tokens.join("")).kind);
    }),
  );
});
