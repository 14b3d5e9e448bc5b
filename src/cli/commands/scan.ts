import type { Command } from "@commander-js/extra-typings";
import type { ScanOutcome } from "../../compose/scan.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { liveLine } from "../live-line.ts";
import { paintFor } from "../paint.ts";
import { pullStep } from "../pull-step.ts";
import { checkedScanFlags, declareScan, type ScanFlags, scanOptions } from "../scan-flags.ts";
import { scanLines } from "../scan-lines.ts";
import { scanSteps } from "../scan-progress.ts";
import { shownPath } from "../shown-path.ts";

/** `turncoat scan`. */
export function addScan(program: Command, effects: CliEffects): void {
  declareScan(program).action(async (paths, raw) => {
    await runScan(paths, checkedScanFlags(raw), effects);
  });
}

async function runScan(
  paths: readonly string[],
  flags: ScanFlags,
  effects: CliEffects,
): Promise<void> {
  const line = liveLine(effects, { quiet: !flags.progress });
  const step = scanSteps(effects.now);
  const startedAt = effects.now();
  const options = scanOptions(paths, flags, effects);
  try {
    const outcome = await effects.scan({
      ...options,
      signal: effects.stopSignal(),
      onPull: (progress) => line.show(pullStep(progress)),
      onProgress: (progress) => line.show(step(progress)),
      onNotice: (notice) => line.note(notice),
      ...(flags.json === true ? { onLine: effects.out } : {}),
    });
    line.clear();
    show(outcome, { seconds: (effects.now() - startedAt) / 1000, flags }, effects);
    effects.exitWith(codeOf(outcome, flags));
  } finally {
    line.clear();
  }
}

/** A gate that was asked for decides first: what was found is found, whatever else went wrong. */
function codeOf({ totals }: ScanOutcome, { threshold }: ScanFlags) {
  if (!totals.isComplete) return exitCodes.interrupted;
  if (threshold !== undefined && totals.flagged > 0) return exitCodes.gateFailed;
  if (totals.skippedFiles > 0) return exitCodes.error;
  const isNothingScored = totals.conversations > 0 && totals.unscored === totals.conversations;
  return isNothingScored ? exitCodes.inconclusive : exitCodes.pass;
}

function show(
  outcome: ScanOutcome,
  { seconds, flags }: { readonly seconds: number; readonly flags: ScanFlags },
  effects: CliEffects,
): void {
  const stream = flags.json === true ? "err" : "out";
  const say = effects[stream];
  const paint = paintFor(effects, stream);
  say("");
  for (const text of scanLines(outcome, { width: effects.columns(), paint, seconds })) say(text);
  say("");
  for (const path of outcome.outputs)
    say(`  ${paint("bold", "wrote")}  ${shownPath(path, effects.cwd)}`);
}
