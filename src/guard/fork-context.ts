import type { TranscriptMessage, TranscriptPart } from "../core/index.ts";
import type { ChatMessage } from "../ports/index.ts";

/**
 * A path as a chat model reads it, so that a question can follow: tools are told in words, thoughts and what is no
 * text are left out, and neighbours with one speaker become one message, as templates want.
 */
export function forkContext(path: readonly TranscriptMessage[]): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const { role, parts } of path) {
    const content = parts.flatMap(wordsOf).join("\n\n");
    if (content === "") continue;
    const speaker = role === "tool" ? "user" : role;
    const last = messages.at(-1);
    if (last?.role === speaker) {
      messages[messages.length - 1] = { role: speaker, content: `${last.content}\n\n${content}` };
    } else {
      messages.push({ role: speaker, content });
    }
  }
  return messages;
}

function wordsOf(part: TranscriptPart): readonly string[] {
  switch (part.kind) {
    case "text":
      return part.text === "" ? [] : [part.text];
    case "tool-call":
      return [`[calls ${part.name}: ${part.input}]`];
    case "tool-result":
      return [`[${part.name ?? "tool"} gives: ${part.output}]`];
    case "reasoning":
    case "other":
      return [];
  }
}
