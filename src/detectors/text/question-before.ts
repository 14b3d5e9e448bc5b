import { type TranscriptMessage, textOf } from "../../core/index.ts";
import type { TurnToScore } from "../../ports/index.ts";

/** What the user said last before a turn; empty where nobody said anything. */
export function questionBefore(path: readonly TranscriptMessage[], at: number): string {
  const asked = path[askedAt(path, at)];
  return asked === undefined ? "" : textOf(asked);
}

/** Indices of what {@link questionBefore} gives and of the turn. */
export function questionAndTurn({ path, at }: TurnToScore): readonly number[] {
  const asked = askedAt(path, at);
  return asked === -1 ? [at] : [asked, at];
}

function askedAt(path: readonly TranscriptMessage[], at: number): number {
  return path
    .slice(0, at)
    .findLastIndex((message) => message.role === "user" && /\S/.test(textOf(message)));
}
