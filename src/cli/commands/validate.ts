import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../../compose/environment.ts";
import { loadProfile } from "../../compose/load-profile.ts";
import { defaultThreads } from "../../compose/machine.ts";
import { openSubject } from "../../compose/open-subject.ts";
import { defaultModel } from "../../compose/probe.ts";
import { type Profile, TurncoatError } from "../../core/index.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { type LiveLine, liveLine } from "../live-line.ts";
import { matchingCheck, matchingLines } from "../matching-check.ts";
import { counted } from "../numbers.ts";
import { type Paint, paintFor } from "../paint.ts";
import { parseFlags } from "../parse-flags.ts";
import { pullStep } from "../pull-step.ts";

const validateFlags = z.strictObject({
  matching: z.boolean().optional(),
  model: z.string().min(1),
});

/** `turncoat validate`: every fault of a profile, with its line. */
export function addValidate(program: Command, effects: CliEffects): void {
  program
    .command("validate")
    .description("check profiles: every fault with file, line and column")
    .argument("<paths...>", "behaviour files, profile folders, or ids of built-in profiles")
    .option(
      "--matching",
      "also check on a model that replies match in length, words and likelihood",
    )
    .option("--model <name>", "the model that --matching asks, as for probe", defaultModel)
    .action(async (paths, flags) => {
      const { matching, model } = parseFlags(validateFlags, flags);
      const profiles: Profile[] = [];
      for (const path of paths) {
        const profile = await checked(path, effects);
        if (profile === null) effects.exitWith(exitCodes.usage);
        else profiles.push(profile);
      }
      if (matching === true) await checkMatching(profiles, model, effects);
    });
}

/** The profile, or `null` once its faults are printed. */
async function checked(path: string, effects: CliEffects): Promise<Profile | null> {
  try {
    const profile = await loadProfile(path);
    const ids = profile.behaviours.map(
      ({ id, items }) => `${id} (${counted(items.length, "item")})`,
    );
    effects.out(`${paintFor(effects, "out")("green", "✓")} ${path}: ${ids.join(", ")}`);
    return profile;
  } catch (error) {
    if (!(error instanceof TurncoatError) || error.failure.kind !== "invalid-input") throw error;
    const { issues } = error.failure;
    effects.err(`${paintFor(effects, "err")("red", "✗")} ${path}: ${error.message}`);
    for (const issue of issues.filter((text) => text !== error.message)) effects.err(issue);
    return null;
  }
}

async function checkMatching(
  profiles: readonly Profile[],
  model: string,
  effects: CliEffects,
): Promise<void> {
  const [first] = profiles;
  if (first === undefined) return;
  const line = liveLine(effects);
  const signal = effects.stopSignal();
  try {
    await using subject = await openSubject(model, {
      places: placesFromEnvironment(effects.env),
      profile: first,
      seed: 0,
      threads: defaultThreads(),
      lanes: 1,
      contextSize: 2048,
      signal,
      onNotice: (notice) => line.note(notice),
      onPull: (progress) => line.show(pullStep(progress)),
    });
    const paint = paintFor(effects, "out");
    for (const behaviour of profiles.flatMap(({ behaviours }) => behaviours)) {
      const step = itemStep(behaviour.id, behaviour.items.length);
      const onItem = (done: number) => line.show(step(done));
      const check = await matchingCheck(behaviour, subject, { signal, onItem });
      line.clear();
      effects.out(paint("bold", `${behaviour.id} on ${subject.id}`));
      for (const text of matchingLines(check)) effects.out(`  ${coloured(text, paint)}`);
    }
  } finally {
    line.clear();
  }
}

function itemStep(
  behaviour: string,
  total: number,
): (done: number) => Parameters<LiveLine["show"]>[0] {
  return (done) => {
    const text = `scoring ${behaviour}: ${done} of ${counted(total, "item")}`;
    return { phase: behaviour, share: done / total, live: () => text, plain: () => text };
  };
}

function coloured(text: string, paint: Paint): string {
  if (text.startsWith("✓")) return paint("green", "✓") + text.slice(1);
  return text.startsWith("✗") ? paint("red", "✗") + text.slice(1) : text;
}
