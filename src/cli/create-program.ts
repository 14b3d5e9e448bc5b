import { Command, type Option } from "@commander-js/extra-typings";
import { packageVersion } from "../compose/machine.ts";
import { addAudit } from "./commands/audit.ts";
import { addCalibrate } from "./commands/calibrate.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addHook } from "./commands/hook.ts";
import { addInit } from "./commands/init.ts";
import { addList } from "./commands/list.ts";
import { addModels } from "./commands/models.ts";
import { addProbe } from "./commands/probe.ts";
import { addScan } from "./commands/scan.ts";
import { addServe } from "./commands/serve.ts";
import { addValidate } from "./commands/validate.ts";
import { addView } from "./commands/view.ts";
import type { CliEffects } from "./effects.ts";
import { exitCodeTable } from "./exit-codes.ts";
import { hasColours, paintFor } from "./paint.ts";

const about = `Finds, measures and contains persona flips in language models (the Waluigi effect).

Start with "turncoat probe": it fetches a small model, asks how it flips, stays
flipped and recovers, and writes a report. "turncoat scan" reads past conversations
and finds the turn at which they flipped. "turncoat serve" stands between a program
and its model, and acts. Nothing leaves your machine unless you name where to.`;

const environmentTable = `Environment:
  TURNCOAT_HOME    folder that holds the runs (default: .turncoat here)
  XDG_CACHE_HOME   folder that holds the models, in turncoat/models
  NO_COLOR         no colours; FORCE_COLOR=0 does the same`;

/** The command line: what it takes, and what each command does with the effects. */
export function createProgram(effects: CliEffects): Command {
  const program = new Command("turncoat");
  const bold = (text: string) => paintFor(effects, "out")("bold", text);
  program
    .description(about)
    .version(packageVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print what a command takes")
    .helpCommand("help [command]", "print what a command takes")
    .option("--verbose", "print the stack with a failure")
    .configureHelp({ showGlobalOptions: true, styleTitle: bold, optionDescription })
    .addHelpText("after", `\n${environmentTable}`)
    .addHelpText("afterAll", `\n${exitCodeTable}`)
    .exitOverride();
  program.configureOutput({
    writeOut: (text) => effects.out(text.replace(/\n$/, "")),
    writeErr: (text) => effects.err(text.replace(/\n$/, "")),
    getOutHelpWidth: () => Math.min(effects.columns(), 100),
    getErrHelpWidth: () => Math.min(effects.columns(), 100),
    getOutHasColors: () => hasColours(effects.env, effects.isTerminal.out),
    getErrHasColors: () => hasColours(effects.env, effects.isTerminal.err),
    outputError: (text) =>
      effects.err(`${paintFor(effects, "err")("red", "turncoat:")} ${oneLine(text)}`),
  });
  // Added by `command`, never by `addCommand`, so that these settings reach them.
  addProbe(program, effects);
  addScan(program, effects);
  addCalibrate(program, effects);
  addServe(program, effects);
  addAudit(program, effects);
  addHook(program, effects);
  addView(program, effects);
  addList(program, effects);
  addInit(program, effects);
  addValidate(program, effects);
  addModels(program, effects);
  addDoctor(program, effects);
  return program;
}

/** An option's text with its default as one would type it. */
function optionDescription(option: Option): string {
  const { description, defaultValue } = option;
  return typeof defaultValue === "string"
    ? `${description} (default: ${defaultValue})`
    : description;
}

/** Commander's complaint, with its suggestion, as one line of ours. */
function oneLine(text: string): string {
  const [first = "", ...others] = text.trim().split("\n");
  const what = first.replace(/^error: /, "").replace(/\.$/, "");
  const hint = others.join(" ").replace(/^\((.*)\)$/, "; $1");
  const suggestion = hint.replace("; Did you mean", "; did you mean");
  return `${what}${suggestion || "; --help lists what there is"}`;
}
