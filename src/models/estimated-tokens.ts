import type { ChatMessage, ChatRequest } from "../ports/index.ts";

/** Characters of English that make a token under the tokenizers in use; other languages have fewer. */
const charactersPerToken = 4;
/** Tokens of a message beside its text. */
const tokensPerMessage = 4;

/** Tokens of a conversation by the rule "a token for 4 characters, and 4 for each message". */
export function estimatedPromptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce(
    (sum, { content }) => sum + tokensPerMessage + Math.ceil(content.length / charactersPerToken),
    0,
  );
}

/** Token counts of a reply whose server gave none, marked as estimated. */
export function estimatedTokens({ messages, maxTokens }: ChatRequest, text: string) {
  const generated = Math.ceil(text.length / charactersPerToken);
  return {
    evaluatedTokens: estimatedPromptTokens(messages),
    reusedTokens: 0,
    generatedTokens: Math.min(maxTokens, generated),
    isEstimated: true,
  };
}
