import type { TranscriptMessage } from "../core/index.ts";
import { detectors } from "../detectors/index.ts";
import type { TurnToScore } from "../ports/index.ts";

/**
 * A turn with no more of its path than the named detectors read, so that no long history is copied to another
 * thread with every turn. What a format kept beside a message is left out, since no detector reads it.
 *
 * @param ids  of detectors, e.g. `exemplar` or `judge:openai:MODEL`; with one that is not of the list the whole
 *   path stays
 */
export function shortestTurn({ path, at }: TurnToScore, ids: readonly string[]): TurnToScore {
  const kept = messagesRead({ path, at }, ids);
  const shorter = path.flatMap((message, index) =>
    kept.has(index) ? [withoutExtra(message)] : [],
  );
  const before = path.slice(0, at).filter((_, index) => kept.has(index)).length;
  return { path: shorter, at: before };
}

function messagesRead(turn: TurnToScore, ids: readonly string[]): ReadonlySet<number> {
  const read = new Set<number>([turn.at]);
  for (const id of ids) {
    const [name] = id.split(":", 1);
    const kind = detectors.find((one) => one.id === name);
    const indices = kind === undefined ? turn.path.keys() : kind.messagesRead(turn);
    for (const index of indices) read.add(index);
  }
  return read;
}

function withoutExtra(message: TranscriptMessage): TranscriptMessage {
  return { ...message, extra: {} };
}
