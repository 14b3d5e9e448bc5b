import type { ScanRecord } from "../../core/index.ts";

/** Everything a scan report shows, as plain JSON: the page draws it and computes nothing. */
export interface ScanReportData {
  readonly format: "turncoat/scan-report@1";
  /** e.g. "3 of 214 conversations deserve a look". */
  readonly title: string;
  /** The answer in a few sentences, for a person in a hurry. */
  readonly headline: readonly string[];
  /** Warnings a reader must see, e.g. that nothing was calibrated for this subject. */
  readonly notices: readonly string[];
  readonly totals: ScanCounts;
  /** Flip probability from which a conversation is flagged. */
  readonly threshold: number;
  /** Whether the ribbon tells masked from loyal; they are one band where the data cannot. */
  readonly tellsMasked: boolean;
  /** Conversations by flip probability: 20 bins of 0.05 from 0; those without a score are not in it. */
  readonly histogram: readonly number[];
  /** What deserves a look, most first; at most {@link ScanReportData.shownLimit}. */
  readonly conversations: readonly ReportConversation[];
  readonly shownLimit: number;
  /** The first records and files that could not be read. */
  readonly skipped: readonly SkippedRow[];
  /** How the numbers were made. */
  readonly methods: readonly { readonly title: string; readonly text: string }[];
  /** Label and value pairs: detector, profile, calibration, parameters, versions. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** Counts of a scan; of conversations unless named. */
export interface ScanCounts {
  readonly files: number;
  readonly conversations: number;
  readonly flagged: number;
  readonly recovered: number;
  readonly unscored: number;
  readonly assistantTurns: number;
  readonly unscoredTurns: number;
  readonly cachedTurns: number;
  readonly skippedRecords: number;
  readonly skippedFiles: number;
  readonly isComplete: boolean;
}

/** A record or a file that could not be read. */
export interface SkippedRow {
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
}

/** One conversation as the page shows it. */
export interface ReportConversation {
  readonly record: ScanRecord;
  /** What the log calls it: a title, a folder; `null` when nothing. */
  readonly title: string | null;
  readonly format: string;
  /** One a row of `record.turns`. */
  readonly messages: readonly ReportMessage[];
}

/** A message, cut to what a reader needs. */
export interface ReportMessage {
  /** Cut at some hundred characters. */
  readonly text: string;
  /** Characters that were cut off. */
  readonly cut: number;
  /** Names of tools that were called, or whose results these are. */
  readonly tools: readonly string[];
}
