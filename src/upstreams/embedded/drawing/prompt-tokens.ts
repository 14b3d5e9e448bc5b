import type { ChatMessage } from "../../../ports/index.ts";

/** Tokens of a text as a message, the end of turn included. */
export type CountTokens = (text: string) => number;

/** Characters of English that make a token under the tokenizers in use. */
const charactersPerToken = 4;
/** What ChatML puts around a message beside its role and the end of turn: a mark and two line breaks. */
const tokensPerMessage = 3;
/** What opens the reply in ChatML beside the role: a mark and a line break. */
const openingTokens = 2;

/** Without a tokenizer: a token for 4 characters, and the end of turn. */
export const estimatedTokens: CountTokens = (text) =>
  Math.ceil(text.length / charactersPerToken) + 1;

/**
 * Tokens of a conversation: exact with the engine's own count for a model whose template is ChatML and adds
 * no system text, as the default one's does to a conversation with system text; an estimate for any other.
 */
export function promptTokens(messages: readonly ChatMessage[], countTokens: CountTokens): number {
  const roleTokens = (role: ChatMessage["role"]) => countTokens(role) - countTokens("");
  return messages.reduce(
    (sum, { role, content }) => sum + countTokens(content) + roleTokens(role) + tokensPerMessage,
    openingTokens + roleTokens("assistant"),
  );
}
