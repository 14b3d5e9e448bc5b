import fc from "fast-check";
import { expect, test } from "vitest";
import { sentences } from "./sentences.ts";

const quotes = (text: string) => sentences(text).map(({ quote }) => quote);
const texts = (text: string) => sentences(text).map(({ text: one }) => one);

test("ends a sentence at stops, not at abbreviations, initials or decimals", () => {
  expect(
    quotes("Dr. J. Smith paid 3.50 euros, e.g. for tea. Then he left! Why? Nobody knows…"),
  ).toEqual([
    "Dr. J. Smith paid 3.50 euros, e.g. for tea.",
    "Then he left!",
    "Why?",
    "Nobody knows…",
  ]);
});

test("keeps the closing quote with its sentence", () => {
  expect(quotes('She said "Go away." Then she smiled.')).toEqual([
    'She said "Go away."',
    "Then she smiled.",
  ]);
});

test("takes list items, headings and table rows one by one, without their marks", () => {
  const text =
    "# A plan\nFirst steps:\n- **Walk** home\n2. Call [Ann](http://a.b)\n\n| name | age |\n| --- | --- |";
  expect(texts(text)).toEqual(["A plan", "First steps:", "Walk home", "Call Ann", "name age"]);
});

test("joins a sentence that a line break runs through, and quotes it as it stands", () => {
  const [one, two] = sentences("This goes on\nin the next line. Done.");
  expect(one).toEqual({
    quote: "This goes on\nin the next line.",
    text: "This goes on in the next line.",
  });
  expect(two?.quote).toBe("Done.");
});

test("reads other scripts", () => {
  expect(quotes("你好。今天天气很好！")).toEqual(["你好。", "今天天气很好！"]);
});

test("leaves out what says nothing", () => {
  expect(sentences("---\n\n***\n\n…")).toEqual([]);
  expect(sentences("")).toEqual([]);
});

test("cuts a text without stops so that every word is read", () => {
  const long = Array.from({ length: 900 }, (_, index) => `word${index}`).join(" ");
  const found = texts(long);
  expect(found.every(({ length }) => length <= 600)).toBe(true);
  expect(found.join(" ")).toBe(long);
});

test("quotes are found in the text, in order, whatever it holds", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("é", "日本。", "🙂", "\ud83d", "\u0000"),
    fc.constantFrom(
      ". ",
      "\n",
      "\r\n",
      "- ",
      "1. ",
      "Mr. ",
      "> ",
      "|",
      "`",
      "! ",
      "\n\n",
      "A.",
      "[",
      "](",
      "<b>",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join("");
      const found = sentences(text);
      const ends = found.map(({ quote }, index) => {
        const before = found.slice(0, index).reduce((sum, one) => sum + one.quote.length, 0);
        return text.indexOf(quote, before) + quote.length;
      });
      expect(ends.every((end, index) => end >= (found[index]?.quote.length ?? 0))).toBe(true);
      expect(found.every((one) => one.text !== "")).toBe(true);
    }),
    { numRuns: 40 },
  );
});
