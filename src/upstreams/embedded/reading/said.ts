import { invalidInput } from "../../../core/index.ts";
import type { ChatMessage } from "../../../ports/index.ts";

/**
 * Messages as chat templates take them: system text at the beginning only (a later one is read as part of the
 * user's message), neighbours of one role as one message, an empty turn of the assistant not at all.
 *
 * @param param  the member of the request that holds them
 * @throws TurncoatError `invalid-input` where the last one is not the user's
 */
export function conversationOf(said: readonly ChatMessage[], param: string): ChatMessage[] {
  const messages: ChatMessage[] = [];
  const isEmpty = ({ role, content }: ChatMessage) => role === "assistant" && content === "";
  for (const { role, content } of systemFirst(said).filter((one) => !isEmpty(one))) {
    const last = messages.at(-1);
    if (last?.role !== role) messages.push({ role, content });
    else messages[messages.length - 1] = { role, content: `${last.content}\n\n${content}` };
  }
  const last = messages.at(-1);
  if (last?.role === "user") return messages;
  const found =
    last === undefined ? "there is no message" : `the last message is of "${last.role}"`;
  throw invalidInput(
    `${found}; this model only answers a user: end ${param} with a user's message or a tool's result`,
    [param],
  );
}

function systemFirst(said: readonly ChatMessage[]): readonly ChatMessage[] {
  const begin = said.findIndex(({ role }) => role !== "system");
  return said.map(({ role, content }, index) => {
    const isLater = begin >= 0 && index > begin;
    return { role: role === "system" && isLater ? "user" : role, content };
  });
}

/** A tool call as the model reads it in its history. */
export function shownCall(name: string, input: string): string {
  return `[called ${name} with ${input}]`;
}

/** A tool's result as the model reads it in its history, as part of the user's message. */
export function shownResult(name: string, output: string): string {
  return `[result of ${name}]\n${output}`;
}

/** Refuses content that is not text. @throws TurncoatError `invalid-input`, always */
export function notText(type: string, param: string): never {
  throw invalidInput(`${param} is "${type}", and this model reads text only; send text instead`, [
    param,
  ]);
}
