import type { TranscriptPath } from "../core/index.ts";
import type { TurnToScore } from "../ports/index.ts";

/** The assistant turns of a path, in order: what detectors are asked about. */
export function assistantTurns({ messages }: TranscriptPath): readonly TurnToScore[] {
  return messages.flatMap(({ role }, at) => (role === "assistant" ? [{ path: messages, at }] : []));
}
