import type { TurnReading } from "../core/index.ts";

/** Keeps readings of deterministic detectors. Losing it costs time, never correctness. */
export interface ScoreCache extends AsyncDisposable {
  /**
   * The reading kept under a key; `null` where there is none. A reading comes back as it was kept, its
   * quote included.
   *
   * @param text  the turn's text, from which a kept quote is cut
   */
  get(key: string, text: string): TurnReading | null;
  /** Keeps a reading; durable after {@link flush}. */
  put(key: string, text: string, reading: TurnReading): void;
  flush(): Promise<void>;
}
