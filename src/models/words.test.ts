import fc from "fast-check";
import { expect, it } from "vitest";
import { countPieces, pieces } from "./words.ts";

const texts = fc.string({
  unit: fc.constantFrom("a", "é", "😀", "-", " ", "\n", "\t", "\u00a0", "\u2003", "\ufeff"),
});

it("cuts a text into pieces that make it up again", () => {
  expect(pieces(" one  two\n")).toEqual([" one", "  two", "\n"]);
  fc.assert(fc.property(texts, (text) => pieces(text).join("") === text));
});

it("counts as many pieces as it cuts, and the end of turn", () => {
  fc.assert(fc.property(texts, (text) => countPieces(text) === pieces(text).length + 1));
});
