import type { ScanOutcome } from "../compose/scan.ts";
import type { ScanRecord } from "../core/index.ts";
import { counted, duration, grouped } from "./numbers.ts";
import type { Ink, Paint } from "./paint.ts";
import { safeText } from "./safe-text.ts";
import { clipped } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

/** How the summary is laid out. */
export interface ScanLook {
  readonly width: number;
  readonly paint: Paint;
  /** What the scan took. */
  readonly seconds: number;
}

/** Most conversations named on a terminal; the files hold all. */
const mostShown = 10;

/** The summary of a scan: what deserves a look, most first, and what a reader must know. */
export function scanLines(outcome: ScanOutcome, look: ScanLook): string[] {
  const { totals } = outcome;
  const flagged = outcome.top.filter(({ record }) => isFlagged(record, totals.threshold));
  return [
    ...wrapText(heading(outcome), look.width - 2).map((line) => look.paint("bold", `  ${line}`)),
    ...flagged.slice(0, mostShown).flatMap(({ record }) => ["", ...recordLines(record, look)]),
    ...moreLine(totals.flagged - Math.min(flagged.length, mostShown), look),
    ...skippedLines(outcome, look),
    "",
    ...factLines(outcome, look).flatMap((text) =>
      wrapText(text, look.width - 2).map((line) => look.paint("dim", `  ${line}`)),
    ),
  ];
}

function isFlagged({ flipProbability }: ScanRecord, threshold: number): boolean {
  return flipProbability !== null && flipProbability >= threshold;
}

function heading({ totals }: ScanOutcome): string {
  const { conversations, flagged, isComplete } = totals;
  const stopped = isComplete ? "" : " (stopped before the end)";
  if (conversations === 0) return `no conversation was found${stopped}`;
  const what = counted(conversations, "conversation");
  if (flagged === 0) return `none of ${what} looks turned${stopped}`;
  return `${grouped(flagged)} of ${what} ${flagged === 1 ? "deserves" : "deserve"} a look${stopped}`;
}

function recordLines(record: ScanRecord, { width, paint }: ScanLook): string[] {
  const { flipProbability, recovered, source, line, id } = record;
  const percent = `${Math.round(100 * (flipProbability ?? 0))} %`.padStart(5);
  const ink: Ink = recovered ? "yellow" : "magenta";
  const place = line === null ? source : `${source}:${line}`;
  const name = safeText(place === id ? place : `${place}  ${id}`);
  return [
    `  ${paint(ink, percent)}  ${paint("bold", clipped(name, Math.max(10, width - 9)))}`,
    ...wrapText(safeText(record.reason), Math.max(20, width - 9)).map((text) => `         ${text}`),
  ];
}

function moreLine(more: number, { paint }: ScanLook): string[] {
  return more > 0 ? ["", paint("dim", `  and ${grouped(more)} more in the files below`)] : [];
}

/** Most unreadable places named on a terminal. */
const mostSkipped = 5;

function skippedLines({ totals, skipped }: ScanOutcome, { width, paint }: ScanLook): string[] {
  const { skippedRecords, skippedFiles } = totals;
  const all = skippedRecords + skippedFiles;
  if (all === 0) return [];
  const shown = skipped.slice(0, mostSkipped);
  const what = `${counted(skippedRecords, "record")} and ${counted(skippedFiles, "file")} could not be read${all > shown.length ? "; the first" : ""}:`;
  return [
    "",
    paint("yellow", `  ${what}`),
    ...shown.flatMap(({ source, line, reason }) => {
      const place = line === null ? source : `${source}:${line}`;
      return wrapText(safeText(`${place}: ${reason}`), width, 4);
    }),
  ];
}

function factLines({ totals, calibrated, ignored }: ScanOutcome, { seconds }: ScanLook): string[] {
  const { assistantTurns, cachedTurns, unscoredTurns, files } = totals;
  const known = cachedTurns === 0 ? "" : `, ${grouped(cachedTurns)} of them known from before`;
  const facts = [
    `${counted(assistantTurns, "assistant turn")} in ${counted(files, "file")}, ${duration(seconds)}${known}; flagged from a flip probability of ${totals.threshold}.`,
  ];
  if (unscoredTurns > 0) {
    facts.push(`${counted(unscoredTurns, "turn")} could not be scored and count neither way.`);
  }
  if (ignored > 0)
    facts.push(`${counted(ignored, "file")} in folders are no logs and were left out.`);
  if (!calibrated) {
    facts.push(
      "Uncalibrated: probabilities rank conversations and are no measured rates for your model (turncoat calibrate).",
    );
  }
  return facts;
}
