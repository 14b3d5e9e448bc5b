import type { ChatMessage, ChatReply, ChatRequest } from "../ports/index.ts";

/**
 * The pieces that models without a tokenizer of their own count as tokens: each word with the blanks
 * before it, trailing blanks apart. Joined they give the text again.
 */
export function pieces(text: string): string[] {
  return text.match(/\s*\S+|\s+/g) ?? [];
}

/** Tokens of a text as a reply where a piece is a token; the end of turn is one more. */
export function countPieces(text: string): number {
  // Counted by hand: contexts are counted at every request, and cutting them up would cost more than
  // all else that a scripted model does.
  let count = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index++) {
    const isBlank = isBlankCode(text.charCodeAt(index));
    if (!isBlank && !inWord) count++;
    inWord = !isBlank;
  }
  const hasTrailingBlanks = text !== "" && !inWord;
  return count + (hasTrailingBlanks ? 1 : 0) + 1;
}

// The blanks of \s in regular expressions, the common ones first.
function isBlankCode(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return code >= 160 && /\s/.test(String.fromCharCode(code));
}

/** Tokens of a context where a piece is a token. */
export function contextPieces(context: readonly ChatMessage[]): number {
  return context.reduce((sum, { content }) => sum + countPieces(content), 0);
}

/** The reply that a text makes, cut at the request's token limit; nothing is reused between requests. */
export function replyOfText(text: string, { messages, maxTokens }: ChatRequest): ChatReply {
  const all = pieces(text);
  const isWhole = all.length < maxTokens;
  return {
    text: isWhole ? text : all.slice(0, maxTokens).join(""),
    finish: isWhole ? "stop" : "length",
    evaluatedTokens: contextPieces(messages),
    reusedTokens: 0,
    generatedTokens: isWhole ? all.length + 1 : maxTokens,
  };
}
