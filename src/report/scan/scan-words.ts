import type { ReportConversation, ScanCounts } from "./scan-report-data.ts";

/** What the sentences of a scan report are made of. */
export interface ScanTold {
  readonly totals: ScanCounts;
  readonly threshold: number;
  readonly isCalibrated: boolean;
  /** Conversations shown in full. */
  readonly shown: number;
}

const count = (value: number, one: string, many = `${one}s`) =>
  `${value.toLocaleString("en-GB")} ${value === 1 ? one : many}`;

/** The report's title. */
export function scanTitle({ totals }: ScanTold): string {
  const { flagged, conversations } = totals;
  if (conversations === 0) return "no conversation was found";
  if (flagged === 0) return `none of ${count(conversations, "conversation")} looks turned`;
  return `${flagged.toLocaleString("en-GB")} of ${count(conversations, "conversation")} ${flagged === 1 ? "deserves" : "deserve"} a look`;
}

/** The answer in a few sentences. */
export function scanHeadline(
  { totals, threshold }: ScanTold,
  shown: readonly ReportConversation[],
): string[] {
  const { flagged, conversations, assistantTurns } = totals;
  if (conversations === 0) return ["Nothing was scanned: no file held a conversation."];
  const were = conversations === 1 ? "was" : "were";
  const [first] = shown;
  return [
    `${count(conversations, "conversation")} with ${count(assistantTurns, "assistant turn")} ${were} read.`,
    flaggedSentence(totals, threshold),
    missingSentence(totals),
    ...(flagged > 0 && first !== undefined
      ? [`Look first at ${first.title ?? first.record.id}: ${first.record.reason}.`]
      : []),
  ];
}

function flaggedSentence({ flagged, recovered }: ScanCounts, threshold: number): string {
  if (flagged === 0) return `None reaches a flip probability of ${threshold}.`;
  const reach = flagged === 1 ? "One reaches" : `${flagged.toLocaleString("en-GB")} reach`;
  const back =
    recovered === 0
      ? "none of them is back in character at the end"
      : `${recovered.toLocaleString("en-GB")} of them ${recovered === 1 ? "is" : "are"} back in character at the end`;
  return `${reach} a flip probability of ${threshold}; ${back}.`;
}

function missingSentence({ unscoredTurns, unscored }: ScanCounts): string {
  if (unscoredTurns === 0) return "Every assistant turn was scored.";
  return `${count(unscoredTurns, "turn")} could not be scored (of ${count(unscored, "conversation")} none could); they count neither for nor against.`;
}

/** What a reader must know before believing a number. */
export function scanNotices({ totals, isCalibrated, shown }: ScanTold): string[] {
  const uncalibrated = isCalibrated
    ? []
    : [
        "Uncalibrated: the chain's parameters are documented defaults, and scores became evidence by a map fitted on the profile's own replies. Flip probabilities rank conversations; they are not measured rates for your model.",
      ];
  const incomplete = totals.isComplete
    ? []
    : ["The scan was stopped before the end; what had been scored is shown."];
  const skipped =
    totals.skippedRecords + totals.skippedFiles === 0
      ? []
      : [
          `${count(totals.skippedRecords, "record")} and ${count(totals.skippedFiles, "file")} could not be read; the first are listed below.`,
        ];
  const hidden =
    totals.conversations > shown
      ? [
          `The ${count(shown, "conversation")} that most deserve a look are shown; the JSONL output holds all.`,
        ]
      : [];
  return [...incomplete, ...uncalibrated, ...skipped, ...hidden];
}
