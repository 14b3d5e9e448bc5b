import { basename } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { ProbeOptions, ProbeOutcome } from "../../compose/probe.ts";
import type { ProbeProgress } from "../../run/index.ts";
import { dryRun, dryRunJson, dryRunLines } from "../dry-run.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { liveLine } from "../live-line.ts";
import { paintFor } from "../paint.ts";
import { checkedProbeFlags, declareProbe, type ProbeFlags } from "../probe-flags.ts";
import { probeOptions } from "../probe-options.ts";
import { probeSteps } from "../probe-progress.ts";
import { pullStep } from "../pull-step.ts";
import { shownPath } from "../shown-path.ts";
import { isAnswered, verdictLines } from "../verdict-lines.ts";

/** `turncoat probe`. */
export function addProbe(program: Command, effects: CliEffects): void {
  declareProbe(program).action(async (raw) => {
    const flags = checkedProbeFlags(raw);
    const options = await probeOptions(flags, effects);
    if (flags.dryRun === true) await showDryRun(options, flags, effects);
    else await runProbe(options, flags, effects);
  });
}

async function showDryRun(options: ProbeOptions, flags: ProbeFlags, effects: CliEffects) {
  const dry = await dryRun(options);
  if (flags.json === true) return effects.out(JSON.stringify(dryRunJson(dry), null, 2));
  const look = { width: effects.columns(), paint: paintFor(effects, "out") };
  for (const line of dryRunLines(dry, look)) effects.out(line);
}

async function runProbe(options: ProbeOptions, flags: ProbeFlags, effects: CliEffects) {
  const line = liveLine(effects, { quiet: !flags.progress });
  const step = probeSteps(effects.now);
  const startedAt = effects.now();
  let isToldOfReuse = false;
  const tellOfReuse = ({ reused, total }: ProbeProgress) => {
    if (reused > 0 && !isToldOfReuse) {
      line.note(`going on with an earlier start: ${reused} of ${total} are done`);
    }
    isToldOfReuse = true;
  };
  try {
    line.show(opening(flags.model));
    const outcome = await effects.probe({
      ...options,
      signal: effects.stopSignal(),
      onPull: (progress) => line.show(pullStep(progress)),
      onProgress: (progress) => {
        tellOfReuse(progress);
        line.show(step(progress));
      },
      onNotice: (notice) => line.note(notice),
    });
    line.clear();
    const seconds = (effects.now() - startedAt) / 1000;
    showOutcome({ outcome, seconds, isJson: flags.json === true }, effects);
    effects.exitWith(isAnswered(outcome.result) ? exitCodes.pass : exitCodes.inconclusive);
  } finally {
    line.clear();
  }
}

function opening(model: string) {
  const text = `opening ${model}`;
  return { phase: "opening", share: null, live: () => `${text} …`, plain: () => text };
}

interface Shown {
  readonly outcome: ProbeOutcome;
  readonly seconds: number;
  readonly isJson: boolean;
}

function showOutcome({ outcome, seconds, isJson }: Shown, effects: CliEffects): void {
  const stream = isJson ? "err" : "out";
  const say = effects[stream];
  const paint = paintFor(effects, stream);
  say("");
  const look = { width: effects.columns(), paint, seconds, usd: outcome.cost?.usd ?? null };
  for (const text of verdictLines(outcome.result, look)) say(text);
  const report = shownPath(outcome.report, effects.cwd);
  const name = basename(outcome.folder);
  say("");
  say(`  ${paint("bold", "report")}   ${report}`);
  say(`  ${paint("bold", "open it")}  turncoat view ${name}`);
  if (isJson) effects.out(JSON.stringify(outcome.result, null, 2));
}
