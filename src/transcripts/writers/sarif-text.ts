/**
 * Text of a SARIF `message.text`. There `{0}` is a placeholder and `[words](target)` a link (SARIF 2.1.0,
 * sections 3.11.5 and 3.11.6), so braces are doubled and square brackets and backslashes escaped: what a
 * transcript says stays text.
 */
export function sarifText(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&").replace(/[{}]/g, "$&$&");
}
