import type { ScanRecord } from "../core/index.ts";
import type { ScanTotals } from "../ports/index.ts";
import { type TopList, topList } from "../report/index.ts";
import type { ScanEvent, SkippedItem } from "../scan/index.ts";

/** Counts what a scan finds, and keeps the first records in order of attention. */
export interface ScanTally {
  add(event: ScanEvent): void;
  readonly top: TopList<{ readonly record: ScanRecord }>;
  /** The first records and files that could not be read. */
  readonly skipped: readonly SkippedItem[];
  counts(): {
    readonly conversations: number;
    readonly turns: number;
    readonly cachedTurns: number;
    readonly flagged: number;
    readonly skipped: number;
  };
  totals(of: Pick<ScanTotals, "files" | "threshold" | "isComplete">): ScanTotals;
}

const mostShown = 20;
const mostSkipped = 20;

/** See {@link ScanTally}. */
export function scanTally(threshold: number): ScanTally {
  const top = topList<{ readonly record: ScanRecord }>(mostShown, threshold);
  const count = {
    conversations: 0,
    flagged: 0,
    unscored: 0,
    assistantTurns: 0,
    unscoredTurns: 0,
    cachedTurns: 0,
    skippedRecords: 0,
    skippedFiles: 0,
  };
  const skipped: SkippedItem[] = [];
  return {
    top,
    skipped,
    add(event) {
      if (event.kind === "skipped") {
        if (skipped.length < mostSkipped) skipped.push(event);
        if (event.isFile) count.skippedFiles++;
        else count.skippedRecords++;
        return;
      }
      const { record } = event.scanned;
      count.conversations++;
      count.assistantTurns += event.assistantTurns;
      count.unscoredTurns += event.unscoredTurns;
      count.cachedTurns += event.cachedTurns;
      if (record.flipProbability === null) count.unscored++;
      else if (record.flipProbability >= threshold) count.flagged++;
      top.add({ record });
    },
    counts: () => ({
      conversations: count.conversations,
      turns: count.assistantTurns,
      cachedTurns: count.cachedTurns,
      flagged: count.flagged,
      skipped: count.skippedRecords + count.skippedFiles,
    }),
    totals: (of) => ({ ...count, ...of }),
  };
}
