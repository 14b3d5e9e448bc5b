import type { TranscriptMark, TranscriptMessage } from "../../core/index.ts";

/**
 * A mark for every message of the user that replaced another one: siblings that are both the user's mean
 * that a prompt was edited and sent again. A reply that was only regenerated is a branch without a mark.
 */
export function editMarks(messages: readonly TranscriptMessage[]): readonly TranscriptMark[] {
  const prompts = new Set<string | null>();
  const marks: TranscriptMark[] = [];
  for (const { role, parent } of messages) {
    if (role !== "user") continue;
    if (prompts.has(parent)) marks.push({ kind: "rewind", after: parent });
    prompts.add(parent);
  }
  return marks;
}
