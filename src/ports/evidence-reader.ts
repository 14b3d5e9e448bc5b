import type { Evidence } from "../core/index.ts";
import type { TurnToScore } from "./detector.ts";

/** Reason of a turn that was shed, so that shed turns can be counted apart from unreadable ones. */
export const shedReason = "shed: too many turns were waiting to be read";

/** How a reading is asked for. */
export interface ReadTurnsOptions {
  /** When too much is waiting: wait for a place, or come back `unscored` at once. */
  readonly onFull: "wait" | "shed";
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads what turns say of the persona, off the event loop.
 *
 * A turn that cannot be read is `unscored` with the reason, one that was shed with `shedReason`; neither is
 * ever taken for loyal.
 */
export interface EvidenceReader extends AsyncDisposable {
  /** Everything that decides its evidence: detectors, map, profile; part of cache keys. */
  readonly version: string;
  /** Whether the same turn always gets the same evidence. */
  readonly isDeterministic: boolean;
  /** Turns waiting or being read. */
  readonly backlog: number;
  /** One a turn, in order. @throws TurncoatError `cancelled` when the signal aborts */
  read(turns: readonly TurnToScore[], options: ReadTurnsOptions): Promise<readonly Evidence[]>;
}
