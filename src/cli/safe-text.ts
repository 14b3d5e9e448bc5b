/**
 * Text of a log made safe for a terminal: control characters, escape codes among them, become `�`, and so
 * do characters that reorder what stands around them. Line breaks become blanks.
 */
export function safeText(text: string): string {
  return text
    .replace(/[\t\r\n\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
