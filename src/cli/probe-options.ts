import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { placesFromEnvironment } from "../compose/environment.ts";
import { loadProfile } from "../compose/load-profile.ts";
import type { ProbeOptions } from "../compose/probe.ts";
import { invalidInput } from "../core/index.ts";
import { type Coercion, type Dose, defaultCosts, sessionDefaults } from "../measure/index.ts";
import { nearestName } from "../profiles/index.ts";
import { runFolder } from "../stores/index.ts";
import { claimsNamed } from "./claim-names.ts";
import type { CliEffects } from "./effects.ts";
import type { ProbeFlags } from "./probe-flags.ts";

/**
 * What checked flags ask a probe for.
 *
 * @throws TurncoatError `invalid-input` for a behaviour, a claim, a run's name or a file of no use
 */
export async function probeOptions(flags: ProbeFlags, effects: CliEffects): Promise<ProbeOptions> {
  const places = placesFromEnvironment(effects.env);
  // For its refusal of names that lead elsewhere.
  if (flags.run !== undefined) runFolder(places.home, flags.run);
  const behaviours = await checkedBehaviours(flags);
  return {
    model: flags.model,
    profile: flags.profile,
    preset: flags.quick === true ? "quick" : flags.full === true ? "full" : "default",
    coercion: await coercionOf(flags),
    seed: flags.seed,
    lanes: flags.lanes,
    contextSize: flags.contextSize,
    places,
    ...costOptions(flags),
    ...readoutOptions(flags),
    ...sessionOptions(flags),
    ...(flags.sesoi === undefined ? {} : { delta: flags.sesoi }),
    ...(behaviours === null ? {} : { behaviours }),
    ...(flags.claims === undefined ? {} : { claims: claimsNamed(flags.claims) }),
    ...(flags.blocks === undefined ? {} : { blocks: flags.blocks }),
    ...(flags.probes === undefined ? {} : { probesPerBlock: flags.probes }),
    ...(flags.threads === undefined ? {} : { threads: flags.threads }),
    ...(flags.run === undefined ? {} : { run: flags.run }),
  };
}

function costOptions(flags: ProbeFlags): Partial<ProbeOptions> {
  const { baseUrl, concurrency, maxCost, priceIn, priceOut } = flags;
  if ((priceIn === undefined) !== (priceOut === undefined)) {
    throw invalidInput("--price-in and --price-out go together; give both");
  }
  const isPriced = priceIn !== undefined && priceOut !== undefined;
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
    ...(isPriced ? { prices: { inputUsd: priceIn, outputUsd: priceOut } } : {}),
  };
}

function readoutOptions(flags: ProbeFlags): Partial<ProbeOptions> {
  const { readout, samples, replyTokens, ownSlips } = flags;
  return {
    ...(readout === undefined ? {} : { readout }),
    ...(samples === undefined ? {} : { samples }),
    ...(replyTokens === undefined ? {} : { replyTokens }),
    ...(ownSlips === undefined ? {} : { ownSlips }),
  };
}

function sessionOptions(flags: ProbeFlags): Partial<ProbeOptions> {
  const { sessions, sessionTurns, slipCost, clearCost } = flags;
  const { slip, clear } = defaultCosts;
  const hasCosts = slipCost !== undefined || clearCost !== undefined;
  return {
    ...(sessions === undefined
      ? {}
      : { sessions: sessions === true ? sessionDefaults.sessions : sessions }),
    ...(sessionTurns === undefined ? {} : { sessionTurns }),
    ...(hasCosts ? { sessionCosts: { slip: slipCost ?? slip, clear: clearCost ?? clear } } : {}),
  };
}

async function checkedBehaviours({
  behaviours,
  profile: spec,
}: ProbeFlags): Promise<readonly string[] | "all" | null> {
  // Read before a model is opened or fetched, so that a mistake costs nothing.
  const profile = await loadProfile(spec);
  if (behaviours === undefined) return null;
  if (behaviours.includes("all")) return "all";
  const known = profile.behaviours.map(({ id }) => id);
  for (const id of behaviours) {
    if (known.includes(id)) continue;
    const nearest = nearestName(id, known);
    const question = nearest === null ? "" : `; did you mean ${nearest}?`;
    throw invalidInput(
      `--behaviours: the profile ${profile.id} has no behaviour ${id}${question}`,
      [`its behaviours: ${known.join(", ")}`],
    );
  }
  return behaviours;
}

async function coercionOf({ system, level, sentences }: ProbeFlags): Promise<Coercion> {
  if (system === undefined) return { kind: "ladder", level, sentences: doseOf(sentences) };
  if (level === "U") {
    throw invalidInput("--system is a system prompt, which is level S; leave out --level U");
  }
  const text = (await systemText(system)).trim();
  if (text === "") throw invalidInput(`--system: ${system} is empty; write the prompt into it`);
  return { kind: "text", level: "S", text };
}

async function systemText(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(resolve(file)));
  } catch (cause) {
    const reason = cause instanceof TypeError ? "it is not UTF-8 text" : codeOf(cause);
    throw invalidInput(`--system: ${file} cannot be read: ${reason}`);
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return code === "ENOENT" ? "there is no such file" : code;
}

function doseOf(sentences: ProbeFlags["sentences"]): Dose {
  const doses = { "0": 0, "1": 1, "2": 2, "4": 4 } as const;
  return doses[sentences];
}
