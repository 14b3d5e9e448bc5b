import { editList, planEdits, type WireMessage } from "../../contain/index.ts";
import type { Edit } from "../../core/index.ts";
import type { LangChainMessage } from "./read-messages.ts";

/** How LangChain's classes of messages are made. */
type MessageClass = new (fields: object) => LangChainMessage;

/**
 * A message like another, of its own class, with other fields. The class is the program's, of whichever copy of the
 * package it has.
 */
export function messageLike<Message extends LangChainMessage>(
  message: Message,
  fields: object,
): Message {
  // An object's constructor made it, and all of LangChain's take one object of fields.
  const Class = message.constructor as MessageClass;
  return new Class(fields) as Message;
}

/**
 * Messages with edits carried out; the very same list where none does anything.
 *
 * @param conversation  what `readMessages` gave for them
 */
export function editMessages<Message extends LangChainMessage>(
  messages: readonly Message[],
  conversation: readonly WireMessage[],
  edits: readonly Edit[],
): readonly Message[] {
  const human = messages.find(({ type }) => type === "human");
  // Without a user's message there is no class to make one of, and no turn to act on either.
  if (edits.length === 0 || human === undefined) return messages;
  // Any vendor may be behind it, and Anthropic's rules are the strictest.
  const edited = { format: "anthropic-messages", messages: conversation } as const;
  const plan = planEdits(conversation, edits);
  return editList<Message>(
    messages,
    { conversation: edited, plan },
    {
      within: (message, texts) =>
        messageLike(message, { ...message, content: longer(message, texts) }),
      message: (content) => messageLike(human, { content }),
    },
  );
}

function longer({ content }: LangChainMessage, texts: readonly string[]) {
  if (typeof content === "string") {
    return [content, ...texts].filter((text) => text !== "").join("\n\n");
  }
  return [...content, ...texts.map((text) => ({ type: "text", text }))];
}
