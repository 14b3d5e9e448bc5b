import type { ChatMessage } from "../../../ports/index.ts";

/** Tokens of a text as a message, the end of turn included. */
export type CountTokens = (text: string) => number;

/** Characters of English that make a token under the tokenizers in use. */
const charactersPerToken = 4;
/** What ChatML puts around a message beside the end of turn: a mark, the role, two line breaks. */
const tokensPerMessage = 4;
/** What opens the reply in ChatML: a mark, the role, a line break. */
const openingTokens = 3;

/** Without a tokenizer: a token for 4 characters, and the end of turn. */
export const estimatedTokens: CountTokens = (text) =>
  Math.ceil(text.length / charactersPerToken) + 1;

/**
 * Tokens of a conversation: exact with the engine's own count for a model whose template is ChatML and adds
 * no system text, as the default one's does to a conversation with system text; an estimate for any other.
 */
export function promptTokens(messages: readonly ChatMessage[], countTokens: CountTokens): number {
  return messages.reduce(
    (sum, { content }) => sum + countTokens(content) + tokensPerMessage,
    openingTokens,
  );
}
