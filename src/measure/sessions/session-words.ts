import { type Inference, upperLimitOfNone } from "../../stats/index.ts";
import { signed } from "../estimate.ts";
import type { ClearAnswer, SessionCosts } from "./clear-answer.ts";
import type { SessionCounts } from "./session-counts.ts";
import type { AgeChange, AgeRow } from "./shares-by-age.ts";

/** "How often should I clear?", answered in one sentence. */
export function answerSentence(
  answer: ClearAnswer,
  costs: SessionCosts,
  counts: SessionCounts,
): string {
  const price = `if a slip costs ${costs.slip} lost turns and a clear ${costs.clear}`;
  switch (answer.verdict) {
    case "supported":
      return `Clear after ${turnsText(answer.turns)} without a slip, ${price}: that costs ${rate(answer.costRate)} lost turns a turn, never clearing ${rate(answer.neverRate)} (${marginText(answer)}).`;
    case "refuted":
      return `Never clear by age, ${price}: ${whyNever(answer)} (${marginText(answer)}).`;
    case "inconclusive":
      return `It cannot be told whether clearing by age pays, ${price}: ${marginText(answer)}; at the most likely rates the answer is ${bestText(answer)}.`;
    case "undecided":
    case "not-measured":
      return `It cannot be told how often to clear: ${answer.reason ?? "nothing was measured"}. ${slipsText(counts)} With the documented defaults for what is not told, the answer would be ${bestText(answer)} ${price}.`;
  }
}

function whyNever({ whyNever: why, turns }: ClearAnswer): string {
  return why ?? `the gain of clearing after ${turnsText(turns)} is too small to be shown`;
}

function bestText({ turns }: ClearAnswer): string {
  return turns === null ? "never" : `after ${turnsText(turns)}`;
}

function turnsText(turns: number | null): string {
  return turns === null ? "no number of turns" : turns === 1 ? "every turn" : `${turns} turns`;
}

function rate(value: number | null): string {
  return value === null ? "an unknown number of" : value.toPrecision(3);
}

function marginText({ margin, threshold }: ClearAnswer): string {
  if (margin === null) return "its margin is not known";
  const { estimate, interval } = margin;
  return `margin ${signed(estimate)} [${signed(interval.low)}, ${signed(interval.high)}], which must lie above ${signed(threshold)} for a clear age to beat never clearing`;
}

function slipsText({ slips, turnsRead }: SessionCounts): string {
  if (turnsRead === 0) return "No turn could be read.";
  if (slips > 0) return `${slips} of ${turnsRead} turns on the record were off-profile.`;
  const most = upperLimitOfNone(turnsRead, 0.95);
  return `None of ${turnsRead} turns on the record was off-profile (at most ${percent(most)} of turns, upper 95 % limit if turns were independent).`;
}

/** What became of off-profile replies and of plain tasks as the context grew, and what is whose. */
export function driftSentence(rows: readonly AgeRow[], change: AgeChange): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return "Nothing was asked off the record.";
  const shares = course(
    "off-profile forks",
    [first.offProfile, last.offProfile],
    change.offProfile,
  );
  const tasks = course("plain tasks done right", [first.accuracy, last.accuracy], change.accuracy);
  return `From a fresh context to one of ${last.age} turns: ${shares}; ${tasks}. Worse work on plain tasks is ordinary decay with length, whatever the persona, and is not credited to the shadow${caution(change)}.`;
}

function course(
  what: string,
  [before, after]: readonly [AgeRow["accuracy"], AgeRow["accuracy"]],
  change: Inference | null,
): string {
  if (before === null || after === null || change === null) return `${what} were not read`;
  const interval = change.interval(0.95);
  const range = interval === null ? "" : ` [${signed(interval.low)}, ${signed(interval.high)}]`;
  return `${what} ${percent(before.estimate)} → ${percent(after.estimate)} (${signed(change.estimate)}${range})`;
}

function caution({ offProfile, accuracy }: AgeChange): string {
  const rises = offProfile !== null && offProfile.pGreater(0) < 0.025;
  const falls = accuracy !== null && accuracy.pLess(0) < 0.025;
  return rises && falls
    ? "; here both moved, so part of the off-profile replies may be decay as well"
    : "";
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
