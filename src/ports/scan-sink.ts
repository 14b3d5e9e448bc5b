import type { ScanRecord, Transcript, TranscriptPath } from "../core/index.ts";

/** One scanned conversation with what it was read from. */
export interface ScannedConversation {
  readonly record: ScanRecord;
  readonly transcript: Transcript;
  readonly path: TranscriptPath;
}

/** What a whole scan came to. Counts are of conversations unless named. */
export interface ScanTotals {
  readonly files: number;
  readonly conversations: number;
  /** With `flipProbability` at or above the threshold. */
  readonly flagged: number;
  /** Conversations in which no turn could be scored. */
  readonly unscored: number;
  readonly assistantTurns: number;
  readonly unscoredTurns: number;
  /** Turns whose score came from the cache. */
  readonly cachedTurns: number;
  /** Records that could not be read, and files. */
  readonly skippedRecords: number;
  readonly skippedFiles: number;
  /** Flip probability from which a conversation is flagged. */
  readonly threshold: number;
  /** False when the scan was stopped before the end. */
  readonly isComplete: boolean;
}

/** A writer of results in one format, fed in order; nothing it writes is lost when the scan stops early. */
export interface ScanSink {
  write(scanned: ScannedConversation): Promise<void>;
  /** A record or a file that was skipped. */
  skipped(problem: {
    readonly source: string;
    readonly line: number | null;
    readonly reason: string;
  }): Promise<void>;
  /** Finishes the file; called once, also after an interrupt. */
  end(totals: ScanTotals): Promise<void>;
}
