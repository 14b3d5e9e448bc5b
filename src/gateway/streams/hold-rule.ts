import type { StreamPolicy } from "./stream-policy.ts";

/** Most bytes that `window` and `sentence` hold, and that `observe` reads, of one reply: a limit on memory. */
export const mostHeldBytes = 16 * 1024 * 1024;

/** A sentence is read together with this much of what left before it: few can be judged alone. */
const sentenceOverlapChars = 280;

/** Text without an end of a sentence (code, lists) is read after so many characters anyway. */
const longestSentenceChars = 1000;

/** When held text is read before the reply has ended. */
export interface HoldRule {
  /** How much that has left already is read again with the held text, per channel; characters. */
  readonly overlapChars: number;
  /**
   * @param chars  held and unread
   * @param end  the last of it: what came last and up to {@link sentenceEndChars} before
   */
  isDue(chars: number, end: string): boolean;
  readonly maxBytes: number;
  /** Above `maxBytes`. */
  readonly onExceeded: "open" | "closed";
}

/** Characters before a new piece of text in which a sentence may have ended without its blank. */
export const sentenceEndChars = 8;

/**
 * A full stop, question or exclamation mark of any script, closing quotes, then a blank; or a line's end.
 * Abbreviations are taken for ends: that reads sooner, never later.
 */
const sentenceEnd = /[.!?…]["'”’»)\]]*\s|[。！？｡]|\n/u;

/** @param onUnscored  stands in where a policy has no word on what is too long */
export function holdRule(
  policy: Exclude<StreamPolicy, { readonly kind: "observe" }>,
  onUnscored: "open" | "closed",
): HoldRule {
  switch (policy.kind) {
    case "buffer":
      return {
        overlapChars: 0,
        isDue: () => false,
        maxBytes: policy.maxBytes,
        onExceeded: policy.onExceeded,
      };
    case "window":
      return {
        overlapChars: policy.overlapChars,
        isDue: (chars) => chars >= policy.sizeChars,
        maxBytes: mostHeldBytes,
        onExceeded: onUnscored,
      };
    case "sentence":
      return {
        overlapChars: sentenceOverlapChars,
        isDue: (chars, end) => chars >= longestSentenceChars || sentenceEnd.test(end),
        maxBytes: mostHeldBytes,
        onExceeded: onUnscored,
      };
  }
}
