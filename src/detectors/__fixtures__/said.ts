import { small } from "../../../test/small/small-transcript.ts";
import type { TranscriptMessage, TranscriptPart, TranscriptRole } from "../../core/index.ts";

/** A path in which each says one text, or has the given parts. */
export function said(
  ...turns: readonly (readonly [TranscriptRole, string | readonly TranscriptPart[]])[]
): readonly TranscriptMessage[] {
  return turns.map(([role, content], index) =>
    small(String(index), index === 0 ? null : String(index - 1), {
      role,
      ...(typeof content === "string" ? { text: content } : { parts: content }),
    }),
  );
}
