import type { TranscriptMessage, TranscriptPart } from "../../core/index.ts";

/** A message of a pending reply; `index` is its place among the reply's messages, from 0. */
export function assistantMessage(
  index: number,
  parts: readonly TranscriptPart[],
): TranscriptMessage {
  return {
    id: `reply:${index}`,
    parent: index === 0 ? null : `reply:${index - 1}`,
    role: "assistant",
    parts,
    provenance: "generated",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  };
}
