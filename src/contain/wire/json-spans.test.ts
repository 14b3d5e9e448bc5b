import fc from "fast-check";
import { expect, it } from "vitest";
import { elementSpans, memberSpans, type Span, valueSpan } from "./json-spans.ts";

const parsedAt = (text: string, { start, end }: Span): unknown =>
  JSON.parse(text.slice(start, end));

/** The value again, put together from spans alone, down to the leaves. */
function rebuilt(text: string, { start, end }: Span): unknown {
  if (text[start] === "[") return elementSpans(text, start).map((span) => rebuilt(text, span));
  if (text[start] !== "{") return parsedAt(text, { start, end });
  return Object.fromEntries(
    [...memberSpans(text, start)].map(([name, span]) => [name, rebuilt(text, span)]),
  );
}

const spaced = (value: unknown, indent: string) => JSON.stringify(value, null, indent);

it("finds every value where JSON.parse finds it", () => {
  const indents = fc.constantFrom("", " ", "\t", "\n\r ".slice(0, 1));
  fc.assert(
    fc.property(fc.jsonValue(), indents, (value, indent) => {
      const text = ` ${spaced(value, indent)}\n`;
      const parsed: unknown = JSON.parse(text);
      expect(rebuilt(text, valueSpan(text, 0))).toEqual(parsed);
    }),
    { numRuns: 500 },
  );
});

it("reads names with escapes, and takes the last of the same name", () => {
  const text = String.raw`{"a": 1, "\u0061" : {"b":"\\\""} , "c\\":[ ] }`;
  const spans = memberSpans(text, 0);
  expect([...spans.keys()]).toEqual(["a", "c\\"]);
  expect(parsedAt(text, spans.get("a") ?? { start: 0, end: 0 })).toEqual({ b: '\\"' });
});

it("keeps numbers as they are written", () => {
  const text = "[12345678901234567890.10, -1E+5]";
  expect(elementSpans(text, 0).map(({ start, end }) => text.slice(start, end))).toEqual([
    "12345678901234567890.10",
    "-1E+5",
  ]);
});

it("follows nesting without end", () => {
  const nested = `[${"[".repeat(200_000)}${"]".repeat(200_000)},1]`;
  expect(elementSpans(nested, 0)).toHaveLength(2);
});

it("ends on any text, with spans or with a RangeError", () => {
  const pieces = fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "1", "null", " ", "a");
  fc.assert(
    fc.property(fc.array(pieces), (tokens) => {
      const text = tokens.join("");
      for (const scan of [memberSpans, elementSpans, valueSpan]) {
        try {
          scan(text, 0);
        } catch (cause) {
          if (!(cause instanceof RangeError) && !(cause instanceof SyntaxError)) throw cause;
        }
      }
    }),
    { numRuns: 500 },
  );
});
