import { type Command, Option } from "@commander-js/extra-typings";
import { z } from "zod";
import { defaultModel } from "../compose/probe.ts";
import { defaultCosts, readoutIds, sessionDefaults } from "../measure/index.ts";
import { knownNames } from "../models/index.ts";
import { nameList, numberAbove, parseFlags, wholeNumber } from "./parse-flags.ts";

const most32 = 2 ** 32 - 1;

const price = z.string().transform((text, context) => {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : null;
  if (value !== null && value <= 100_000) return value;
  context.addIssue({
    code: "custom",
    message: `takes US dollars per million tokens, not "${text}"`,
  });
  return z.NEVER;
});

const probeFlags = z.strictObject({
  model: z.string().min(1, "takes the name of a model, not an empty text"),
  baseUrl: z.string().min(1, "takes the address of an API, not an empty text").optional(),
  readout: z.enum(readoutIds).optional(),
  samples: wholeNumber(1, 100).optional(),
  replyTokens: wholeNumber(8, 8192).optional(),
  ownSlips: z.boolean().optional(),
  // Without a number: the default.
  sessions: z.union([z.literal(true), wholeNumber(2, 10_000)]).optional(),
  sessionTurns: wholeNumber(4, 200).optional(),
  slipCost: numberAbove(0, 1_000_000).optional(),
  clearCost: numberAbove(0, 1_000_000).optional(),
  concurrency: wholeNumber(1, 256).optional(),
  maxCost: numberAbove(0, 1_000_000).optional(),
  priceIn: price.optional(),
  priceOut: price.optional(),
  profile: z.string().min(1, "takes a profile's id or path, not an empty text"),
  behaviours: nameList.optional(),
  quick: z.boolean().optional(),
  full: z.boolean().optional(),
  claims: nameList.optional(),
  level: z.enum(["S", "U"]),
  sentences: z.enum(["0", "1", "2", "4"]),
  system: z.string().min(1, "takes a file's path, not an empty text").optional(),
  blocks: wholeNumber(2, 1000).optional(),
  probes: wholeNumber(1, 4).optional(),
  seed: wholeNumber(0, most32),
  sesoi: numberAbove(0, 10).optional(),
  threads: wholeNumber(1, 256).optional(),
  lanes: wholeNumber(1, 64),
  contextSize: wholeNumber(256, 131_072),
  run: z.string().optional(),
  dryRun: z.boolean().optional(),
  json: z.boolean().optional(),
  progress: z.boolean(),
});

/** The flags of `turncoat probe`, checked. */
export type ProbeFlags = z.output<typeof probeFlags>;

const about = `Measures how a model flips, stays flipped and recovers, each number against a
control and with its interval. Without flags it runs the demo: one behaviour of
the built-in profile on the embedded model. A run that was stopped goes on when
the same command is given again.`;

const examples = `Examples:
  turncoat probe                            the demo
  turncoat probe --quick                    a first look, in a minute or two
  turncoat probe --model ./mine.gguf        a model of your own
  turncoat probe --claims C02               one claim more
  turncoat probe --sessions                 how often to clear its context
  turncoat probe --system prompt.txt        does your own prompt hold?
  turncoat probe --model openai:gpt-4.1-mini --quick --max-cost 1
                                a model behind an API, for a dollar at most
  turncoat probe --model known:${knownNames[0]}    a subject whose answers are known
Known subjects: ${knownNames.join(", ")}.`;

/** Declares the probe's flags, each with its range, unit and default. */
export function declareProbe(program: Command) {
  return declareRunning(declareReadout(declareAmount(declareSubject(program))));
}

function declareSubject(program: Command) {
  return program
    .command("probe")
    .summary("measure how a model flips, stays flipped and recovers")
    .description(about)
    .optionsGroup("What to probe:")
    .option(
      "--model <name>",
      "embedded:smollm2, the path of a GGUF chat model, openai:MODEL, anthropic:MODEL, or known:NAME; also provider/name",
      defaultModel,
    )
    .option(
      "--base-url <url>",
      "address of an OpenAI-compatible server, e.g. http://localhost:8000/v1 (default: OPENAI_BASE_URL, or OpenAI's own)",
    )
    .option(
      "--profile <id|path>",
      "a built-in profile, a profile's folder, or one behaviour's YAML file",
      "assistant",
    )
    .option(
      "--behaviours <ids>",
      "names with commas between them, or all (default: the profile's own choice; all with --full)",
    )
    .addOption(
      new Option(
        "--level <level>",
        "where the coercion sits: S system prompt, U user's first message",
      )
        .choices(["S", "U"] as const)
        .default("S" as const),
    )
    .addOption(
      new Option("--sentences <count>", "strength of the coercion: 0, 1, 2 or 4 sentences")
        .choices(["0", "1", "2", "4"] as const)
        .default("4" as const),
    )
    .addOption(
      new Option(
        "--system <file>",
        "a system prompt of your own instead of the profile's",
      ).conflicts(["sentences"]),
    );
}

function declareAmount(command: ReturnType<typeof declareSubject>) {
  return command
    .optionsGroup("How much:")
    .addOption(new Option("--quick", "six arms, 2 probes a block").conflicts("full"))
    .option("--full", "every behaviour and every arm, 20 blocks")
    .option("--claims <ids>", "claims to measure beyond these, e.g. C02.dose,C07 or all")
    .option("--blocks <count>", "blocks a behaviour, 2 to 1000 (default: 6; 20 with --full)")
    .option("--probes <count>", "questions probed a block, 1 to 4 (default: 4; 2 with --quick)")
    .option("--seed <number>", `seed of every draw, 0 to ${most32}`, "0")
    .option(
      "--sesoi <effect>",
      "smallest effect of interest, above 0 (default: 0.1 nats per token; with drawn replies a share of 0.02)",
    );
}

function declareReadout(command: ReturnType<typeof declareAmount>) {
  return command
    .optionsGroup("How forks are read:")
    .addOption(
      new Option(
        "--readout <readout>",
        "how forks are read: log-probabilities of given replies, or drawn replies read by a detector (default: the first where the model can)",
      ).choices(readoutIds),
    )
    .option("--samples <count>", "replies drawn in each context, 1 to 100 (default: 1)")
    .option("--reply-tokens <count>", "longest drawn reply, 8 to 8192 tokens (default: 120)")
    .option("--own-slips", "with --full also search slips of the model's own, by a detector")
    .optionsGroup("How often to clear (long sessions of the model's own):")
    .option(
      "--sessions [count]",
      `run so many sessions, 2 to 10000 (without a number: ${sessionDefaults.sessions})`,
    )
    .option(
      "--session-turns <turns>",
      `turns of each session, 4 to 200 (default: ${sessionDefaults.turns})`,
    )
    .option("--slip-cost <turns>", `lost turns that a slip costs (default: ${defaultCosts.slip})`)
    .option(
      "--clear-cost <turns>",
      `lost turns that a planned clear costs (default: ${defaultCosts.clear})`,
    )
    .optionsGroup("What it may cost (models behind an API):")
    .option("--max-cost <usd>", "stop before the run might cost more US dollars than this")
    .option("--price-in <usd>", "price of a million tokens read, where the list has none")
    .option("--price-out <usd>", "price of a million tokens written, where the list has none")
    .option("--concurrency <count>", "requests under way at once, 1 to 256 (default: 4)");
}

function declareRunning(command: ReturnType<typeof declareReadout>) {
  return command
    .optionsGroup("How it runs:")
    .option(
      "--threads <count>",
      "threads of the engine, 1 to 256 (default: one less than the cores)",
    )
    .option("--lanes <count>", "conversations kept side by side, 1 to 64", "3")
    .option("--context-size <tokens>", "longest conversation, 256 to 131072 tokens", "2048")
    .option("--run <name>", "name of the run's folder (default: made from what is probed)")
    .optionsGroup("Output:")
    .option("--dry-run", "print arms, cells, tokens and the expected time or cost; run nothing")
    .option("--json", "print the result as JSON on stdout, everything else on stderr")
    .option("--no-progress", "no progress line")
    .optionsGroup("Options:")
    .addHelpText("after", `\n${examples}`);
}

/** What commander reads for {@link declareProbe}. */
export type RawProbeFlags = z.input<typeof probeFlags>;

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export function checkedProbeFlags(flags: RawProbeFlags): ProbeFlags {
  return parseFlags(probeFlags, flags);
}
