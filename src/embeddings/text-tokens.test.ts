import { expect, it } from "vitest";
import { textTokens } from "./text-tokens.ts";

const words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "cat", "sat", "##s", "a", "##a"];
/** A tokenizer of ten words, laid out as the real file is. */
const tiny = {
  version: "1.0",
  truncation: { max_length: 4, strategy: "LongestFirst", stride: 0 },
  padding: { strategy: { Fixed: 9 }, direction: "Right", pad_id: 0, pad_token: "[PAD]" },
  added_tokens: words.slice(0, 4).map((content, id) => ({
    id,
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  })),
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "[CLS]", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "[SEP]", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
      "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
    },
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};

it("reads words and their pieces between its two markers, without the file's own padding or cut", () => {
  const tokensOf = textTokens(tiny, 12);
  expect(tokensOf("The CATS sat, zebra")).toEqual({ ids: [2, 4, 5, 7, 6, 1, 1, 3], isCut: false });
  expect(tokensOf("")).toEqual({ ids: [2, 3], isCut: false });
});

it("cuts at the limit, the end marker kept", () => {
  const tokensOf = textTokens(tiny, 5);
  expect(tokensOf("the cat sat")).toEqual({ ids: [2, 4, 5, 6, 3], isCut: false });
  expect(tokensOf("the cat sat the")).toEqual({ ids: [2, 4, 5, 6, 3], isCut: true });
});

it.each([
  ["words", "the cat "],
  ["one endless word", "a"],
  ["blanks", " "],
  ["characters that are dropped", "\u0007"],
])("reads of a long text of %s what it would read of all of it", (_, part) => {
  const tokensOf = textTokens(tiny, 32);
  const text = `sat ${part.repeat(20_000)} sat`;
  // With a limit beyond every text nothing is cut, so this one reads to the end.
  const whole = textTokens(tiny, 1_000_000)(text).ids;
  const cut = whole.length > 32 ? [...whole.slice(0, 31), 3] : whole;
  expect(tokensOf(text)).toEqual({ ids: cut, isCut: whole.length > 32 });
});

it("is not misled by the half of a word that it looked at first", () => {
  // 60 of the word's letters stand within the first look: as a word of their own they would be 60 pieces.
  const text = `${" ".repeat(8_192 - 60)}${"a".repeat(150)} sat`;
  expect(textTokens(tiny, 32)(text)).toEqual({ ids: [2, 1, 6, 3], isCut: false });
});

it("refuses what is no WordPiece tokenizer", () => {
  for (const content of [{}, null, { ...tiny, model: { type: "BPE" } }]) {
    expect(() => textTokens(content, 8)).toThrow();
  }
});
