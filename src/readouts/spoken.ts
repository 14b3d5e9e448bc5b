/**
 * What of a reply is said to the other side: thoughts that some servers leave in the text, between
 * `<think>` and `</think>` at its beginning, are not. A thought without an end leaves nothing.
 */
export function spoken(text: string): string {
  if (!/^\s*<think>/.test(text)) return text;
  const end = text.indexOf("</think>");
  return end < 0 ? "" : text.slice(end + "</think>".length).trimStart();
}
