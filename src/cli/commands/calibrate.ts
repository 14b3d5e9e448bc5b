import type { Command } from "@commander-js/extra-typings";
import type { CalibrateOutcome, CalibrateProgress } from "../../compose/calibrate.ts";
import {
  type CalibrateFlags,
  calibrateOptions,
  checkedCalibrateFlags,
  declareCalibrate,
} from "../calibrate-flags.ts";
import { calibrateLines } from "../calibrate-lines.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { bar, liveLine, type Step } from "../live-line.ts";
import { counted, grouped } from "../numbers.ts";
import { paintFor } from "../paint.ts";
import { pullStep } from "../pull-step.ts";
import { shownPath } from "../shown-path.ts";

/** `turncoat calibrate`. */
export function addCalibrate(program: Command, effects: CliEffects): void {
  declareCalibrate(program).action(async (labels, raw) => {
    await runCalibrate(labels, checkedCalibrateFlags(raw), effects);
  });
}

async function runCalibrate(
  labels: string,
  flags: CalibrateFlags,
  effects: CliEffects,
): Promise<void> {
  const line = liveLine(effects, { quiet: !flags.progress });
  try {
    const outcome = await effects.calibrate({
      ...calibrateOptions(labels, flags, effects),
      signal: effects.stopSignal(),
      onPull: (progress) => line.show(pullStep(progress)),
      onProgress: (progress) => line.show(scoringStep(progress)),
      onNotice: (notice) => line.note(notice),
    });
    line.clear();
    if (flags.json === true) effects.out(JSON.stringify(factsOf(outcome)));
    show(outcome, flags.json === true ? "err" : "out", effects);
    effects.exitWith(exitCodes.pass);
  } finally {
    line.clear();
  }
}

function scoringStep({ done, turns }: CalibrateProgress): Step {
  const share = turns === 0 ? 1 : done / turns;
  const words = `${grouped(done)} of ${counted(turns, "turn")}`;
  return {
    phase: "scoring",
    share,
    live: (columns) => `scoring  ${columns >= 60 ? `${bar(share, 16)}  ` : ""}${words}`,
    plain: () => `scoring: ${words}`,
  };
}

function factsOf({ calibration, figures, skipped, unscored, outputs }: CalibrateOutcome) {
  return { evidence: calibration.evidence, figures, skipped, unscored, outputs };
}

function show(outcome: CalibrateOutcome, stream: "out" | "err", effects: CliEffects): void {
  const say = effects[stream];
  const paint = paintFor(effects, stream);
  say("");
  for (const text of calibrateLines(outcome, { width: effects.columns(), paint })) say(text);
  say("");
  for (const path of outcome.outputs) {
    say(`  ${paint("bold", "wrote")}  ${shownPath(path, effects.cwd)}`);
  }
}
