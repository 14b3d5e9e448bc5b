import type { TranscriptMessage } from "../../core/index.ts";

/** Why an assistant turn without words has none, for people. */
export function unreadReason(message: TranscriptMessage | undefined): string {
  const kinds = new Set(message?.parts.map(({ kind }) => kind) ?? []);
  if (kinds.has("tool-call")) return "tool calls without words";
  if (kinds.has("reasoning")) return "reasoning that nobody was told";
  return kinds.has("text") ? "no words" : "empty";
}
