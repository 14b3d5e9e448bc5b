import type { ChatMessage } from "../../../ports/index.ts";

/** Tokens of a text as a message, the end of turn included. */
export type CountTokens = (text: string) => number;

/** How a model counts. */
export interface Counting {
  readonly countTokens: CountTokens;
  /** What its template says first where a conversation does not begin with system text; `null` for nothing. */
  readonly addedSystem: string | null;
}

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
 * Tokens of a conversation: exact with the engine's own count for a model whose template is ChatML, as the default
 * one's is; an estimate for any other.
 */
export function promptTokens(
  messages: readonly ChatMessage[],
  { countTokens, addedSystem }: Counting,
): number {
  const roleTokens = (role: ChatMessage["role"]) => countTokens(role) - countTokens("");
  const isAdded = addedSystem !== null && messages[0]?.role !== "system";
  const first: readonly ChatMessage[] = isAdded ? [{ role: "system", content: addedSystem }] : [];
  return [...first, ...messages].reduce(
    (sum, { role, content }) => sum + countTokens(content) + roleTokens(role) + tokensPerMessage,
    openingTokens + roleTokens("assistant"),
  );
}
