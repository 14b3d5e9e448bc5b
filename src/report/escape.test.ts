import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, escapeJson } from "./escape.ts";

/** Every code unit, lone surrogates included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes));
const nasty = fc.constantFrom(
  "</script>",
  "</SCRIPT ",
  "<!--",
  "-->",
  "<script>",
  "]]>",
  "\u2028",
  "\u2029",
  "\u202e",
  "\u2066",
  "\ud800",
  "\udc00",
  "\0",
  "&lt;",
  '"',
  "\\",
  "\\u003c",
);
const text = fc.array(fc.oneof(nasty, anyText), { maxLength: 6 }).map((parts) => parts.join(""));
const value = fc
  .jsonValue({ noUnicodeString: false })
  .chain((json) => text.map((hostile) => ({ json, hostile, [hostile]: [hostile] })));

const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe("escapeJson", () => {
  it("parses back to the same value, whatever the text", () => {
    fc.assert(
      fc.property(value, (original) => {
        // JSON itself turns -0 into 0, so the comparison is with JSON's own round trip.
        const json = JSON.stringify(original);
        expect(JSON.parse(escapeJson(json))).toEqual(JSON.parse(json));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing that ends an element, breaks a line, reorders the source or is not Unicode", () => {
    fc.assert(
      fc.property(value, (original) => {
        const escaped = escapeJson(JSON.stringify(original));
        expect(escaped).not.toMatch(/[<>&\u2028\u2029]/);
        expect(escaped).not.toMatch(bidirectional);
        expect(escaped).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps whole surrogate pairs readable and escapes a lone one", () => {
    expect(escapeJson('"🎭"')).toBe('"🎭"');
    expect(escapeJson('"\ud83c"')).toBe('"\\ud83c"');
  });
});

describe("escapeHtml", () => {
  it("escapes markup, quotes and bidirectional controls", () => {
    expect(escapeHtml(`<b title="it's">&\u202e`)).toBe(
      "&lt;b title=&quot;it&#39;s&quot;&gt;&amp;&#x202e;",
    );
  });

  it("replaces what HTML and UTF-8 cannot hold", () => {
    expect(escapeHtml("a\0b\ud800c🎭")).toBe("a\ufffdb\ufffdc🎭");
  });

  it("leaves no character that could open a tag, an attribute or an entity of its own", () => {
    fc.assert(
      fc.property(text, (original) => {
        const escaped = escapeHtml(original);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replace(/&(?:amp|lt|gt|quot|#39|#x[0-9a-f]+);/g, "")).not.toContain("&");
        expect(escaped).not.toMatch(bidirectional);
      }),
    );
  });
});
