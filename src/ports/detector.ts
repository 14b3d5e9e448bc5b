import type { TranscriptMessage, TurnReading } from "../core/index.ts";

/** One assistant turn with everything before it. */
export interface TurnToScore {
  /** The path, root first, what follows the turn included (a tool's answer may contradict it). */
  readonly path: readonly TranscriptMessage[];
  /** Index of the assistant message in `path`. */
  readonly at: number;
}

/**
 * Anything that reads how off-profile an assistant turn is.
 *
 * A detector never throws for a turn it cannot read: that turn is `unscored` with the reason. It throws
 * `TurncoatError` when it cannot work at all (`cancelled` included).
 */
export interface Detector extends AsyncDisposable {
  /** Short name, e.g. `exemplar`; the key of its map in a calibration. */
  readonly id: string;
  /** Everything that decides its scores (method version, model, profile), as one short text; part of cache keys. */
  readonly version: string;
  /** Whether the same turn always gets the same score, so that a lost cache costs time only. */
  readonly isDeterministic: boolean;
  /** What of a turn decides its score, as text: two turns with the same text may share a cached score. */
  keyOf(turn: TurnToScore): string;
  /** One reading a turn, in order. */
  score(
    turns: readonly TurnToScore[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<readonly TurnReading[]>;
}
