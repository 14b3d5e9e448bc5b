import type { Wire, WireFormat } from "../wire-conversation.ts";
import { editRequest } from "./edit-request.ts";
import { readAnthropicMessages } from "./read-anthropic-messages.ts";
import { readOpenaiChat } from "./read-openai-chat.ts";
import { readOpenaiResponses } from "./read-openai-responses.ts";
import { readAnthropicReply, readChatReply, readResponsesReply } from "./read-reply.ts";

/** OpenAI's `POST /v1/chat/completions`, and the many servers that speak it. */
export const openaiChat: Wire = {
  format: "openai-chat",
  read: readOpenaiChat,
  edit: editRequest,
  reply: readChatReply,
};

/** OpenAI's `POST /v1/responses`. */
export const openaiResponses: Wire = {
  format: "openai-responses",
  read: readOpenaiResponses,
  edit: editRequest,
  reply: readResponsesReply,
};

/** Anthropic's `POST /v1/messages`. */
export const anthropicMessages: Wire = {
  format: "anthropic-messages",
  read: readAnthropicMessages,
  edit: editRequest,
  reply: readAnthropicReply,
};

/** The wire of an API, by its name. */
export function wireOf(format: WireFormat): Wire {
  switch (format) {
    case "openai-chat":
      return openaiChat;
    case "openai-responses":
      return openaiResponses;
    case "anthropic-messages":
      return anthropicMessages;
  }
}
