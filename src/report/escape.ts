// Bidirectional controls would show a reader of the source something else than what is there.
const bidirectional = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";

const named: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

const unsafeInHtml = new RegExp(`[&<>"'\\0${bidirectional}]|\\p{Surrogate}`, "gu");

/**
 * Text made safe inside HTML elements and quoted attribute values; it reads as the same text, save that
 * NUL and lone surrogates, which HTML and UTF-8 cannot hold, become U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text.replace(unsafeInHtml, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) return "\ufffd";
    return named.get(character) ?? `&#x${code.toString(16)};`;
  });
}

// `<` could end the script element; U+2028 and U+2029 end lines in old JavaScript; lone surrogates are
// not valid UTF-8.
const unsafeInScript = new RegExp(`[<>&\\u2028\\u2029${bidirectional}]|\\p{Surrogate}`, "gu");

/** JSON made safe inside an HTML script element; it parses to the same value. */
export function escapeJson(json: string): string {
  return json.replace(unsafeInScript, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${code}`;
  });
}
