import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import type { CalibrateOptions } from "../compose/calibrate.ts";
import { placesFromEnvironment } from "../compose/environment.ts";
import type { CliEffects } from "./effects.ts";
import { nameList, parseFlags, wholeNumber } from "./parse-flags.ts";

const calibrateFlags = z.strictObject({
  detector: nameList.optional(),
  profile: z.string().min(1),
  map: z.enum(["logistic", "isotonic"], { error: "takes logistic or isotonic" }),
  run: z.string().min(1).optional(),
  subject: z.string().min(1).optional(),
  output: z.string().min(1),
  threads: wholeNumber(1, 256).optional(),
  cache: z.boolean(),
  json: z.boolean().optional(),
  progress: z.boolean(),
});

/** Flags of `turncoat calibrate`, checked. */
export type CalibrateFlags = z.output<typeof calibrateFlags>;

const examples = `Labels, one JSON object a line:
  reply                the assistant's turn
  question             what it answers (optional)
  label                true or "off" for off-profile, false or "on" for on it,
                       or the share of raters who say off, from 0 to 1
  group                what is kept whole when the map is tried on labels it has
                       not seen (default: conversation, else question, line)
  conversation, turn   where it stands (optional); ten conversations of two or
                       more turns tell how alike the turns of one are

Examples:
  turncoat calibrate labelled.jsonl
  turncoat calibrate labelled.jsonl --detector exemplar,lexical
  turncoat calibrate labelled.jsonl --run .turncoat/runs/RUN -o mine.json
  turncoat scan chats.jsonl --calibration calibration.json

At least 20 labels of either kind. Lines that cannot be used are
told and left out.`;

/** Declares the command and its flags. */
export function declareCalibrate(program: Command) {
  return program
    .command("calibrate")
    .description("fit how scores become evidence to turns that you labelled")
    .argument("<labels>", "file of labelled turns")
    .option("--detector <names>", "detectors, with commas between (default: exemplar)")
    .option("--profile <profile>", "what counts as off-profile", "assistant")
    .option("--map <form>", "logistic, or isotonic for one detector", "logistic")
    .option("--run <path>", "a run folder whose parameters and remedies are taken over")
    .option("--subject <name>", "who wrote the replies, provider:model (default: the run's)")
    .option(
      "-o, --output <file>",
      "the calibration; reliability.svg goes beside it",
      "calibration.json",
    )
    .option(
      "--threads <count>",
      "threads of the embedding engine (default: one less than the cores)",
    )
    .option("--no-cache", "score everything anew and keep nothing")
    .option("--json", "print the figures as JSON on stdout")
    .option("--no-progress", "no line of progress")
    .addHelpText("after", `\n${examples}`);
}

/** What commander reads for {@link declareCalibrate}; the form of the map is for the schema to check. */
type RawCalibrateFlags = Omit<z.input<typeof calibrateFlags>, "map"> & { readonly map: string };

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export function checkedCalibrateFlags(flags: RawCalibrateFlags): CalibrateFlags {
  // The schema refuses a map of no known form, in words.
  return parseFlags(calibrateFlags, flags as z.input<typeof calibrateFlags>);
}

/** What checked flags ask a calibration for. */
export function calibrateOptions(
  labels: string,
  flags: CalibrateFlags,
  effects: CliEffects,
): CalibrateOptions {
  return {
    labels,
    output: flags.output,
    profile: flags.profile,
    map: flags.map,
    cache: flags.cache,
    places: placesFromEnvironment(effects.env),
    ...(flags.detector === undefined ? {} : { detectors: flags.detector }),
    ...(flags.run === undefined ? {} : { run: flags.run }),
    ...(flags.subject === undefined ? {} : { subject: flags.subject }),
    ...(flags.threads === undefined ? {} : { threads: flags.threads }),
  };
}
