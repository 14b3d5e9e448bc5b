import fc from "fast-check";
import { expect, it } from "vitest";
import { unbroken, wrapText } from "./wrap-text.ts";

it("keeps every word in order and every line within the width", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(
      fc.array(word),
      fc.integer({ min: 12, max: 60 }),
      fc.nat(4),
      (words, width, indent) => {
        const lines = wrapText(words.join(" "), width, indent);
        expect(lines.flatMap((line) => line.trim().split(" ")).filter(Boolean)).toEqual(words);
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(width);
          expect(line.search(/\S/)).toBe(indent);
        }
      },
    ),
  );
});

it("fills lines, and lets a word that is too long stand alone", () => {
  expect(wrapText("aa bb cc", 5)).toEqual(["aa bb", "cc"]);
  expect(wrapText("aa bbbbbbbb cc", 5)).toEqual(["aa", "bbbbbbbb", "cc"]);
});

it("does not break a phrase that is held together", () => {
  expect(wrapText(`aa ${unbroken("bb cc")}`, 6)).toEqual(["aa", "bb cc"]);
});
