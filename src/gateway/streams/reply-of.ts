import type { WireFormat } from "../../contain/index.ts";
import { chatReply } from "./chat-reply.ts";
import { messagesReply } from "./messages-reply.ts";
import { responsesReply } from "./responses-reply.ts";
import type { StreamReply } from "./stream-reply.ts";

/** An empty reply of one of the APIs, to be filled event by event. */
export function replyOf(format: WireFormat): StreamReply {
  switch (format) {
    case "openai-chat":
      return chatReply();
    case "openai-responses":
      return responsesReply();
    case "anthropic-messages":
      return messagesReply();
  }
}
