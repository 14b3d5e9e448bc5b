import { type TranscriptMessage, textOf } from "../../core/index.ts";

/** What the user said last before a turn; empty where nobody said anything. */
export function questionBefore(path: readonly TranscriptMessage[], at: number): string {
  const asked = path.slice(0, at).findLast((message) => {
    return message.role === "user" && /\S/.test(textOf(message));
  });
  return asked === undefined ? "" : textOf(asked);
}
