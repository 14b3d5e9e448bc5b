import type { CalibrateOutcome } from "../compose/calibrate.ts";
import { counted, grouped } from "./numbers.ts";
import type { Paint } from "./paint.ts";
import { safeText } from "./safe-text.ts";
import { textTable } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

/** How the figures are laid out. */
export interface CalibrateLook {
  readonly width: number;
  readonly paint: Paint;
}

/** The figures of a calibration, what they are compared with, and what a reader must know. */
export function calibrateLines(outcome: CalibrateOutcome, look: CalibrateLook): string[] {
  const { evidence } = outcome.calibration;
  const names = evidence?.detectors.map(({ id }) => id).join(" with ") ?? "";
  const table = textTable(
    [
      { title: "figure" },
      { title: "value", align: "right" },
      { title: "95 % interval" },
      { title: "read it by", shrinks: true },
    ],
    rowsOf(outcome),
    {
      width: look.width - 2,
      paint: (text, { row, column }) => (row < 0 || column === 3 ? look.paint("dim", text) : text),
    },
  );
  return [
    look.paint("bold", `  evidence of ${safeText(names)}, fitted on your labels`),
    "",
    ...table.map((text) => `  ${text}`),
    ...leftOut(outcome.skipped, "could not be used", look),
    ...leftOut(outcome.unscored, "could not be scored", look),
    "",
    ...wrapText(
      "Figures are cross-fitted: each group is judged by a map that was fitted without it. They hold for turns like those labelled.",
      look.width - 2,
    ).map((text) => look.paint("dim", `  ${text}`)),
  ];
}

type Row = readonly [string, string, string, string];

function rowsOf({ figures, calibration }: CalibrateOutcome): Row[] {
  const { labels, turned, groups, auroc, slope, brier, brierOfShare } = figures;
  const { correlation, separation } = calibration.evidence?.dependence ?? {};
  const from = figures.isCorrelationMeasured
    ? `${counted(figures.conversations, "conversation")} of 2 turns or more`
    : `default; under 10 conversations: ${figures.conversations}`;
  return [
    ["labels", grouped(labels), "", `${grouped(turned)} off-profile; ${counted(groups, "group")}`],
    ["AUROC", shown(auroc?.value), within(auroc?.interval), "1 tells all apart, 0.5 none"],
    ["Brier", shown(brier), "", `0 is best; base rate ${shown(brierOfShare)}`],
    ["log score", shown(figures.logScore), "", `nats; base rate ${shown(figures.logScoreOfShare)}`],
    [
      "reliability slope",
      shown(slope?.value, 2),
      within(slope?.interval, 2),
      slope === null ? "the kinds part without a miss" : "1 is calibrated; less says too much",
    ],
    ["correlation", shown(correlation, 2), "", from],
    ["separation", shown(separation, 2), "", "nats between the kinds’ means"],
  ];
}

function shown(value: number | undefined, digits = 3): string {
  return value === undefined ? "–" : value.toFixed(digits).replace("-", "−");
}

function within(
  interval: { readonly low: number; readonly high: number } | undefined,
  digits = 3,
): string {
  return interval === undefined
    ? ""
    : `[${shown(interval.low, digits)}, ${shown(interval.high, digits)}]`;
}

/** Most lines that are named. */
const mostShown = 5;

function leftOut(
  lines: CalibrateOutcome["skipped"],
  what: string,
  { width, paint }: CalibrateLook,
): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > mostShown ? "; the first" : "";
  return [
    "",
    paint("yellow", `  ${counted(lines.length, "line")} ${what}${more}:`),
    ...lines
      .slice(0, mostShown)
      .flatMap(({ line, reason }) => wrapText(safeText(`line ${line}: ${reason}`), width, 4)),
  ];
}
