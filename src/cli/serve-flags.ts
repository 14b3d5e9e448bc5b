import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../compose/environment.ts";
import type { ServeOverrides } from "../compose/serve/load-serve-config.ts";
import type { ServeOptions } from "../compose/serve/serve.ts";
import { streamPolicySchema } from "../compose/serve/serve-config.ts";
import type { CliEffects } from "./effects.ts";
import { nameList, oneOf, parseFlags, wholeNumber } from "./parse-flags.ts";

const policies = ["observe", "window", "sentence", "buffer"] as const;

const serveFlags = z.strictObject({
  config: z.string().min(1).optional(),
  upstream: z.string().min(1).optional(),
  port: wholeNumber(0, 65_535).optional(),
  host: z.string().min(1).optional(),
  mode: oneOf(["observe", "enforce"]).optional(),
  streamPolicy: oneOf(policies).optional(),
  profile: z.string().min(1).optional(),
  detector: nameList.optional(),
  calibration: z.string().min(1).optional(),
  storeContent: oneOf(["off", "hash", "full"]).optional(),
  log: oneOf(["auto", "text", "json", "off"]),
  check: z.boolean().optional(),
  newKey: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, "takes a name of letters, digits, . _ -")
    .optional(),
});

/** Flags of `turncoat serve`, checked. */
export type ServeFlags = z.output<typeof serveFlags>;

const examples = `Examples:
  turncoat serve --upstream embedded           the small model on this machine
  turncoat serve --upstream openai             your program's key goes on to it
  turncoat serve --upstream anthropic
  turncoat serve --upstream http://127.0.0.1:8000/v1 --mode enforce
  turncoat serve --config turncoat.yaml --check

observe changes nothing and says what it would have done; enforce holds, rewinds
and inoculates. Stores: files in .turncoat/serve, or PostgreSQL by DATABASE_URL;
evidence in memory, or Redis by REDIS_URL.`;

/** Declares the command and its flags. */
export function declareServe(program: Command) {
  return program
    .command("serve")
    .description("a gateway that carries a belief per conversation and acts on it")
    .option("--upstream <name>", "openai, anthropic, embedded, or a base address")
    .option("--config <file>", "a configuration in YAML; flags stand before it")
    .option("--port <number>", "port to listen on (default: 8787)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1); others need keys")
    .option("--mode <mode>", "observe or enforce (default: observe)")
    .option(
      "--stream-policy <policy>",
      "observe, window, sentence or buffer (default: observe; buffer where the mode is enforce)",
    )
    .option("--profile <profile>", "what counts as off-profile (default: assistant)")
    .option("--detector <names>", "detectors, with commas between (default: exemplar)")
    .option("--calibration <path>", "a calibration.json, or the run folder that holds one")
    .option(
      "--store-content <how>",
      "what of replies the action log keeps: off, hash, full (default: off)",
    )
    .option("--log <form>", "auto, text, json or off", "auto")
    .option("--check", "check the configuration and end")
    .option(
      "--new-key <name>",
      "print a new client key and the lines for the configuration, and end",
    )
    .addHelpText("after", `\n${examples}`);
}

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export function checkedServeFlags(flags: z.input<typeof serveFlags>): ServeFlags {
  return parseFlags(serveFlags, flags);
}

/** What checked flags ask a gateway for. */
export function serveOptions(
  flags: ServeFlags,
  effects: Pick<CliEffects, "env">,
): Pick<ServeOptions, "config" | "overrides" | "places"> {
  return {
    config: flags.config ?? null,
    overrides: overridesOf(flags),
    places: placesFromEnvironment(effects.env),
  };
}

function overridesOf(flags: ServeFlags): ServeOverrides {
  const { upstream, detector, streamPolicy, port, host, mode, profile, calibration } = flags;
  return {
    ...(upstream === undefined ? {} : { upstream: { to: upstream } }),
    ...(detector === undefined ? {} : { detectors: detector }),
    ...(streamPolicy === undefined ? {} : { streamPolicy: policyNamed(streamPolicy) }),
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...(mode === undefined ? {} : { mode }),
    ...(profile === undefined ? {} : { profile }),
    ...(calibration === undefined ? {} : { calibration }),
    ...(flags.storeContent === undefined ? {} : { storeContent: flags.storeContent }),
  };
}

function policyNamed(name: (typeof policies)[number]) {
  return streamPolicySchema.parse({ kind: name });
}
