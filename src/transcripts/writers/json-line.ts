/** What JSON leaves bare and some readers take for the end of a line. */
const lineBreaking = /[\u0085\u2028\u2029]/g;

/**
 * One line of JSON, its newline included. Nothing in the value can end the line early, in any reader:
 * U+0085, U+2028 and U+2029 are escaped too. It parses to the same value.
 */
export function jsonLine(value: unknown): string {
  return `${safeJson(value)}\n`;
}

/** The same without the newline. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    lineBreaking,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
