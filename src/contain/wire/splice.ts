import type { Span } from "./json-spans.ts";

/** A stretch of a text and what comes in its place; an empty stretch puts in, an empty text leaves out. */
export interface Splice extends Span {
  readonly text: string;
}

/**
 * A text with its splices made, everything between them byte for byte. Splices at the same place come in the
 * order given, those that put in before one that leaves out.
 *
 * @throws RangeError if two stretches overlap
 */
export function spliced(text: string, splices: readonly Splice[]): string {
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: put } of ordered) {
    if (start < at) throw new RangeError(`splices overlap at character ${start}`);
    pieces.push(text.slice(at, start), put);
    at = end;
  }
  return pieces.join("") + text.slice(at);
}
