/** What XML 1.0 cannot hold (section 2.2), and C1 controls, which it discourages and terminals obey. */
const forbidden = /[^\t\n\r\P{Cc}]|[\ufffe\uffff]|\p{Surrogate}/gu;

/** Markup, what attribute values would turn into blanks, and bidirectional controls. */
const special = /[&<>"'\t\n\r\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const named: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
]);

/**
 * Text made safe inside XML elements and quoted attribute values: it reads as the same text, save that
 * control characters and lone surrogates become U+FFFD.
 */
export function escapeXml(text: string): string {
  return text
    .replace(forbidden, "\ufffd")
    .replace(
      special,
      (character) => named.get(character) ?? `&#x${character.charCodeAt(0).toString(16)};`,
    );
}
