import type { TranscriptMessage } from "../core/index.ts";

/** Strings of arguments deeper than this are not looked for. */
const mostDepth = 16;
/** Characters of arguments that are read. */
const mostChars = 20_000;
/** A string counts as prose from so many words on; names, paths and numbers say nothing of a persona. */
const leastWords = 4;

/**
 * The sentences that a message puts into its tool calls: a mail that it sends, a file that it writes. Without
 * them a turned model could say with a tool what its replies may not.
 *
 * @returns `null` where the calls hold no prose
 */
export function toolCallWords({ parts }: Pick<TranscriptMessage, "parts">): string | null {
  const found = parts.flatMap((part) => (part.kind === "tool-call" ? proseIn(part.input) : []));
  return found.length === 0 ? null : found.join("\n\n").slice(0, mostChars);
}

function proseIn(input: string): readonly string[] {
  try {
    return stringsIn(JSON.parse(input), 0).filter(isProse);
  } catch {
    // Arguments are free text with some tools, and may be cut short in a stream.
    return isProse(input) ? [input] : [];
  }
}

function stringsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth >= mostDepth) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner, depth + 1));
}

function isProse(text: string): boolean {
  const words = text.match(/(?:^|\s)\p{L}[\p{L}'’-]*(?=[\s.,;:!?]|$)/gu);
  return words !== null && words.length >= leastWords;
}
