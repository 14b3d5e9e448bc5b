import type { ChatTokenizer } from "../chat-tokens.ts";

/** Markup of the made-up tokenizer; its tokens are 1, 2, 3 in this order. */
export const fakeMarkup = ["<|start|>", "<|end|>", "<|end|>!"] as const;

/**
 * A tokenizer for tests: a character is a token, but a run of blanks is one token (2,000 and its length),
 * so that tokens can span the seam between a template and what was said.
 */
export const fakeTokenizer: ChatTokenizer = {
  markup: fakeMarkup,
  tokenize(text, special) {
    if (!special) return plainTokens(text);
    return text
      .split(/(<\|start\|>|<\|end\|>!|<\|end\|>)/)
      .flatMap((piece) => {
        const at = fakeMarkup.findIndex((markup) => markup === piece);
        return at < 0 ? plainTokens(piece) : [at + 1];
      });
  },
};

function plainTokens(text: string): number[] {
  return (text.match(/\s+|[^\s]/g) ?? []).map((piece) =>
    /\s/.test(piece) ? 2_000 + piece.length : 10_000 + piece.charCodeAt(0),
  );
}

/** The text of fake tokens, blanks as one blank each, markup in square brackets. */
export function fakeText(tokens: readonly number[]): string {
  return tokens
    .map((token) => {
      if (token < 2_000) return `[${token}]`;
      return token < 10_000 ? " ".repeat(token - 2_000) : String.fromCharCode(token - 10_000);
    })
    .join("");
}
