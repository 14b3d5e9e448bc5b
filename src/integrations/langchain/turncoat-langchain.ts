import { withheldText } from "../../contain/index.ts";
import { arrayMember, isObject, memberOf, textMember } from "../../core/index.ts";
import type { CallNote } from "../call-note.ts";
import { guardCall } from "../guard-call.ts";
import type { IntegrationParts } from "../integration-parts.ts";
import { editMessages, messageLike } from "./edit-messages.ts";
import { type LangChainMessage, readAnswer, readMessages } from "./read-messages.ts";

/** What is read of a call of the model within an agent. */
export interface LangChainRequest {
  readonly messages: readonly LangChainMessage[];
  readonly systemMessage: LangChainMessage;
  readonly runtime: object;
}

/** For `createMiddleware` of `langchain` 1. */
export interface LangChainMiddleware {
  readonly name: "turncoat";
  /** @throws what the model throws; TurncoatError `store` while enforcing */
  wrapModelCall<Request extends LangChainRequest, Reply extends object>(
    request: Request,
    handler: (request: Request) => Reply | Promise<Reply>,
  ): Promise<Reply>;
}

/**
 * Guards an agent's calls of its model. Edits are made on what the model gets, never on the agent's state. The
 * thread's id names the conversation.
 */
export function turncoatLangChain(parts: IntegrationParts): LangChainMiddleware {
  return {
    name: "turncoat",
    async wrapModelCall(request, handler) {
      const system = request.systemMessage.content.length === 0 ? null : request.systemMessage;
      const conversation = readMessages(system, request.messages, parts.digest);
      const { reply, note } = await guardCall(parts, {
        conversation: {
          tenant: parts.tenant,
          session: threadOf(request.runtime),
          messages: conversation,
          earlier: [],
          isEditable: true,
        },
        signal: signalOf(request.runtime),
        send: async (edits) => {
          const messages = editMessages(request.messages, conversation, edits);
          return await handler(messages === request.messages ? request : { ...request, messages });
        },
        read: (said) => {
          const answer = answerIn(said);
          return answer === null ? [] : readAnswer(conversation, answer, parts.digest);
        },
      });
      return note === null ? reply : withNote(reply, note);
    },
  };
}

/** The model's message: the reply itself, or the last of those beside a structured answer; `null` for a command. */
function answerIn(reply: object): LangChainMessage | null {
  const last: unknown = isMessage(reply) ? reply : arrayMember(reply, "messages").at(-1);
  return isMessage(last) && last.type === "ai" ? last : null;
}

function isMessage(value: unknown): value is LangChainMessage {
  if (typeof value !== "object" || value === null || !("type" in value && "content" in value)) {
    return false;
  }
  return typeof value.content === "string" || Array.isArray(value.content);
}

/** What was believed and done stands in `response_metadata.turncoat`. */
function withNote<Reply extends object>(reply: Reply, note: CallNote): Reply {
  const answer = answerIn(reply);
  if (answer === null) return reply;
  if (note.reply === "withheld") {
    const withheld = messageLike(answer, {
      content: withheldText,
      usage_metadata: memberOf(answer, "usage_metadata"),
      response_metadata: { finish_reason: "content_filter", turncoat: note },
    });
    // A message of the model's is a reply wherever one with a structured answer is.
    return withheld as object as Reply;
  }
  const own = memberOf(answer, "response_metadata");
  Object.assign(answer, { response_metadata: { ...(isObject(own) ? own : {}), turncoat: note } });
  return reply;
}

function threadOf(runtime: object): string | null {
  return textMember(memberOf(runtime, "configurable"), "thread_id");
}

function signalOf(runtime: object): AbortSignal | undefined {
  const signal = memberOf(runtime, "signal");
  return signal instanceof AbortSignal ? signal : undefined;
}
