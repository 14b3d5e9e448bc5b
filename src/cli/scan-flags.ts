import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../compose/environment.ts";
import { defaultThreshold, type ScanOptions } from "../compose/scan.ts";
import { invalidInput } from "../core/index.ts";
import type { CliEffects } from "./effects.ts";
import { nameList, numberAbove, parseFlags, wholeNumber } from "./parse-flags.ts";

const scanFlags = z.strictObject({
  format: z.string().min(1).optional(),
  profile: z.string().min(1),
  detector: nameList.optional(),
  calibration: z.string().min(1).optional(),
  threshold: numberAbove(0, 1).optional(),
  output: z.array(z.string().min(1)).optional(),
  threads: wholeNumber(1, 256).optional(),
  cache: z.boolean(),
  json: z.boolean().optional(),
  progress: z.boolean(),
});

/** Flags of `turncoat scan`, checked. */
export type ScanFlags = z.output<typeof scanFlags>;

const examples = `Examples:
  turncoat scan ~/.claude/projects             every coding session you had
  turncoat scan logs/*.eval chats.jsonl        several tools' logs at once
  turncoat scan chats.jsonl --threshold 0.8    exit code 100 when one reaches it
  turncoat scan chats.jsonl -o found.sarif -o page.html
  turncoat scan chats.jsonl --json | head      results as they come

Read: OpenAI chat JSONL, ShareGPT, Claude Code, Codex, Inspect (.eval, .json),
promptfoo, Petri, ATIF, ChatGPT and Claude.ai exports, OpenTelemetry GenAI,
Langfuse; .gz too. The format is told from the file.
Written by -o, by the ending: .jsonl, .openai.jsonl, .sarif, .xml (JUnit),
.eval (Inspect), .html.
Nothing leaves your machine, unless you name a detector elsewhere.`;

/** Declares the command and its flags. */
export function declareScan(program: Command) {
  return program
    .command("scan")
    .description("find past conversations that flipped, and the turn at which they did")
    .argument("[paths...]", "files and folders of logs")
    .option("--profile <profile>", "what counts as off-profile", "assistant")
    .option("--detector <names>", "detectors, with commas between (default: exemplar)")
    .option("--calibration <path>", "a calibration.json, or the run folder that holds one")
    .option(
      "--threshold <probability>",
      `flip probability from which a conversation is flagged (default: ${defaultThreshold}); given, the exit code is 100 when one is`,
    )
    .option(
      "-o, --output <files...>",
      "files to write (default: scan.jsonl and report.html in .turncoat/scans)",
    )
    .option("--format <id>", "the format of every file (default: told from each)")
    .option(
      "--threads <count>",
      "threads of the embedding engine (default: one less than the cores)",
    )
    .option("--no-cache", "score everything anew and keep nothing")
    .option("--json", "print one record a line on stdout as they come")
    .option("--no-progress", "no line of progress")
    .addHelpText("after", `\n${examples}`);
}

/** What commander reads for {@link declareScan}. */
type RawScanFlags = z.input<typeof scanFlags>;

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export function checkedScanFlags(flags: RawScanFlags): ScanFlags {
  return parseFlags(scanFlags, flags);
}

/**
 * What checked flags ask a scan for.
 *
 * @throws TurncoatError `invalid-input` when no path is named
 */
export function scanOptions(
  paths: readonly string[],
  flags: ScanFlags,
  effects: CliEffects,
): ScanOptions {
  if (paths.length === 0) {
    throw invalidInput(
      "name files or folders to scan, e.g. turncoat scan ~/.claude/projects chats.jsonl",
    );
  }
  return {
    paths,
    profile: flags.profile,
    places: placesFromEnvironment(effects.env),
    cache: flags.cache,
    ...(flags.output === undefined ? {} : { outputs: flags.output }),
    ...(flags.format === undefined ? {} : { format: flags.format }),
    ...(flags.detector === undefined ? {} : { detectors: flags.detector }),
    ...(flags.calibration === undefined ? {} : { calibration: flags.calibration }),
    ...(flags.threshold === undefined ? {} : { threshold: flags.threshold }),
    ...(flags.threads === undefined ? {} : { threads: flags.threads }),
  };
}
