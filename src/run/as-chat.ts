import type { Message } from "../core/index.ts";
import type { ChatMessage } from "../ports/index.ts";

/** A message as a model reads it. */
export function asChat({ role, text }: Message): ChatMessage {
  return { role, content: text };
}
