import type {
  Calibration,
  ScanRecord,
  Transcript,
  TranscriptMessage,
  TranscriptPath,
} from "../../core/index.ts";
import { textOf } from "../../core/index.ts";
import { topList } from "./attention.ts";
import { scanMethods } from "./scan-methods.ts";
import type {
  ReportConversation,
  ReportMessage,
  ScanCounts,
  ScanReportData,
  SkippedRow,
} from "./scan-report-data.ts";
import { scanHeadline, scanNotices, scanTitle } from "./scan-words.ts";

/** Gathers a report while a scan goes on; memory is bounded by the conversations it shows. */
export interface ScanReportBuilder {
  add(scanned: {
    readonly record: ScanRecord;
    readonly transcript: Transcript;
    readonly path: TranscriptPath;
  }): void;
  skipped(row: SkippedRow): void;
  /** The report so far. */
  data(totals: Omit<ScanCounts, "recovered">): ScanReportData;
}

/** What a report is made with. */
export interface ScanReportOptions {
  readonly threshold: number;
  readonly calibration: Calibration;
  readonly isCalibrated: boolean;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Most conversations shown in full; default 100. */
  readonly shownLimit?: number;
}

const bins = 20;
const mostSkipped = 50;
const mostCharacters = 700;

/** See {@link ScanReportBuilder}. */
export function scanReportBuilder(options: ScanReportOptions): ScanReportBuilder {
  const { threshold, calibration, isCalibrated, facts, shownLimit = 100 } = options;
  const shown = topList<ReportConversation>(shownLimit, threshold);
  const histogram = new Array<number>(bins).fill(0);
  const skipped: SkippedRow[] = [];
  let recovered = 0;
  return {
    add({ record, transcript, path }) {
      const { flipProbability } = record;
      if (record.recovered) recovered++;
      if (flipProbability !== null) {
        const bin = Math.min(bins - 1, Math.floor(flipProbability * bins));
        histogram[bin] = (histogram[bin] ?? 0) + 1;
      }
      shown.add({
        record,
        title: titleOf(transcript),
        format: transcript.format,
        messages: path.messages.map(reportMessage),
      });
    },
    skipped(row) {
      if (skipped.length < mostSkipped) skipped.push(row);
    },
    data(counted) {
      const totals = { ...counted, recovered };
      const tellsMasked = calibration.parameters.epsilon.identified;
      const told = { totals, threshold, isCalibrated, shown: shown.items.length };
      return {
        format: "turncoat/scan-report@1",
        title: scanTitle(told),
        headline: scanHeadline(told, shown.items),
        notices: scanNotices(told),
        totals,
        threshold,
        tellsMasked,
        histogram: [...histogram],
        conversations: [...shown.items],
        shownLimit,
        skipped: [...skipped],
        methods: scanMethods(calibration, isCalibrated),
        facts,
      };
    },
  };
}

function reportMessage(message: TranscriptMessage): ReportMessage {
  const { parts } = message;
  const said = textOf(message);
  const results = parts.flatMap((part) => (part.kind === "tool-result" ? [part.output] : []));
  const text = said === "" ? results.join("\n\n") : said;
  const letters = [...text.slice(0, 2 * mostCharacters)];
  const kept = letters.slice(0, mostCharacters).join("");
  return {
    text: kept,
    cut: text.length - kept.length,
    tools: [
      ...new Set(
        parts.flatMap((part) =>
          part.kind === "tool-call" || (part.kind === "tool-result" && part.name !== null)
            ? [part.name ?? ""]
            : [],
        ),
      ),
    ],
  };
}

function titleOf({ extra }: Transcript): string | null {
  const title = extra["title"] ?? extra["name"] ?? extra["summary"];
  return typeof title === "string" && title.trim() !== "" ? title.trim() : null;
}
