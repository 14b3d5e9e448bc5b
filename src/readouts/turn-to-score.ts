import type { TranscriptMessage } from "../core/index.ts";
import type { ChatMessage, TurnToScore } from "../ports/index.ts";

/** A drawn reply after its context, in the form that detectors read. */
export function turnToScore(context: readonly ChatMessage[], reply: string): TurnToScore {
  const path = [
    ...context.map((message, index) => messageOf(message, index, "planted")),
    messageOf({ role: "assistant", content: reply }, context.length, "generated"),
  ];
  return { path, at: context.length };
}

function messageOf(
  { role, content }: ChatMessage,
  index: number,
  provenance: "planted" | "generated",
): TranscriptMessage {
  return {
    id: String(index),
    parent: index === 0 ? null : String(index - 1),
    role,
    parts: [{ kind: "text", text: content }],
    provenance,
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  };
}
