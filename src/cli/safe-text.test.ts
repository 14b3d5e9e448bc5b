import fc from "fast-check";
import { expect, it } from "vitest";
import { safeText } from "./safe-text.ts";

it("takes the power out of escape codes and of characters that reorder text", () => {
  expect(safeText("\u001b]0;title\u0007 \u001b[2Jgone")).toBe("\ufffd]0;title\ufffd \ufffd[2Jgone");
  expect(safeText("a\u202eb")).toBe("a\ufffdb");
  expect(safeText("two\nlines")).toBe("two lines");
});

it("leaves nothing that a terminal would act on", () => {
  const character = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(character, { maxLength: 40 }), (characters) => {
      expect(safeText(characters.join(""))).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
