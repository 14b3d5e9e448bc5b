import { Tokenizer } from "@huggingface/tokenizers";
import { z } from "zod";

/** A text as the model reads it. */
export interface TextTokens {
  readonly ids: readonly number[];
  /** Whether the text went on after the last token. */
  readonly isCut: boolean;
}

/** Turns a text into tokens, the markers of beginning and end included. */
export type TokensOf = (text: string) => TextTokens;

/**
 * Longest piece of a word that WordPiece splits; longer words are one unknown token. In characters, so
 * also the most tokens that the last word before a cut can have.
 */
const longestWord = 100;

/** Characters of a long text that are looked at first; 256 tokens of prose are about 1,200. */
const firstLook = 8_192;

const tokenizerSchema = z.looseObject({
  version: z.string(),
  model: z.looseObject({ type: z.literal("WordPiece") }),
});

/**
 * A BERT tokenizer as the content of a `tokenizer.json` describes it, cut at a limit. The file's own
 * truncation and padding are not used: they are what the model was trained with (128), not its limit.
 *
 * @param limit  most tokens of a text, the two markers included
 * @throws TypeError or ZodError if the content is no WordPiece tokenizer
 */
export function textTokens(content: unknown, limit: number): TokensOf {
  const tokenizer = new Tokenizer(tokenizerSchema.parse(content), {});
  const encode = (text: string) => tokenizer.encode(text).ids;
  return (text) => {
    const ids = idsOf(text, limit, encode);
    if (ids.length <= limit) return { ids, isCut: false };
    // The end marker stays the last token, as the reference implementation keeps it.
    return { ids: [...ids.slice(0, limit - 1), ...ids.slice(-1)], isCut: true };
  };
}

/** All ids of a text, or of so much of it that the first `limit` are the same. */
function idsOf(text: string, limit: number, encode: (text: string) => number[]): number[] {
  if (text.length > firstLook) {
    const ids = encode(text.slice(0, firstLook));
    // Only the word that the cut went through can differ.
    if (ids.length > limit + longestWord) return ids;
  }
  return encode(text);
}
