import { invalidInput, type Profile } from "../core/index.ts";
import type { DetectorKind } from "../detectors/index.ts";
import {
  type ClaimId,
  type Coercion,
  type DesignSettings,
  defaultCosts,
  defaultDelta,
  forkSampling,
  ownTurnTokens,
  type Plan,
  type Preset,
  planProbe,
  presets,
  type ReadoutId,
  type SampledDesign,
  type SessionCosts,
  type SessionDesign,
  sessionDefaults,
} from "../measure/index.ts";
import { listedPrice, type PullProgress } from "../models/index.ts";
import type { ProbeProgress, TokenPrices } from "../run/index.ts";
import { type Places, placesFromEnvironment } from "./environment.ts";
import { loadProfile } from "./load-profile.ts";
import { defaultThreads } from "./machine.ts";
import { isRemote, modelSpec, readoutsOf } from "./model-spec.ts";
import { remoteAddress } from "./open-remote-chat.ts";

/** What to probe, and how much. Everything has a default: `await probe()` is the demo. */
export interface ProbeOptions {
  /**
   * `embedded:smollm2` (default), the path of a GGUF chat model, `openai:MODEL`, `anthropic:MODEL`, or
   * `known:NAME`.
   */
  readonly model?: string;
  /** Address of an API instead of the provider's own, e.g. `http://localhost:8000/v1`. */
  readonly baseUrl?: string;
  /** How forks are read; default by log-probabilities where the model gives them, else by drawn replies. */
  readonly readout?: ReadoutId;
  /** Replies drawn in each context with the sampled readout, 1 to 100; default 1. */
  readonly samples?: number;
  /** Most tokens of a drawn reply, 8 to 8192; default 120. */
  readonly replyTokens?: number;
  /** Searches the subject's own slips, which takes a detector; always done with the sampled readout. */
  readonly ownSlips?: boolean;
  /** What reads drawn replies; default the first of the list of detectors. */
  readonly detector?: DetectorKind;
  /** Long sessions of the subject's own, 2 to 10,000; default none. */
  readonly sessions?: number;
  /** User turns of each session, 4 to 200; default 16. */
  readonly sessionTurns?: number;
  /** What ends of a context cost, in lost turns; default 20 for a slip, 1 for a clear. */
  readonly sessionCosts?: SessionCosts;
  /** Requests to an API that are under way at once, 1 to 256; default 4. */
  readonly concurrency?: number;
  /** US dollars that the whole run may cost; it stops before it might cost more. Default no limit. */
  readonly maxCostUsd?: number;
  /** What the model's tokens cost; default from the list of prices, where the model is on it. */
  readonly prices?: TokenPrices;
  /** A built-in profile's id (default `assistant`), a profile folder, or one behaviour's YAML file. */
  readonly profile?: string;
  /** Behaviours to probe; default the profile's own default, or all of them with the preset `full`. */
  readonly behaviours?: readonly string[] | "all";
  /** How much is run; default `default`. */
  readonly preset?: Preset;
  /** Claims to measure beyond the preset's. */
  readonly claims?: readonly ClaimId[];
  /** Blocks a behaviour, at least 2; default 6, or 20 with the preset `full`. */
  readonly blocks?: number;
  /** Items probed a block, 1 to 4; default 4, or 2 with the preset `quick`. */
  readonly probesPerBlock?: number;
  /** Seed of every draw; default 0. */
  readonly seed?: number;
  /** How the subject is coerced; default four sentences in the system prompt. */
  readonly coercion?: Coercion;
  /** Smallest effect of interest δ, above 0; default 0.1 nats per token, with drawn replies a share of 0.02. */
  readonly delta?: number;
  /** Threads of the local engine; default one less than the cores. */
  readonly threads?: number;
  /** Conversations evaluated side by side; default 3. */
  readonly lanes?: number;
  /** Tokens that one conversation may have; default 2048. */
  readonly contextSize?: number;
  /** Name of the run's folder; default from what is probed. The same name and settings resume. */
  readonly run?: string;
  readonly places?: Places;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ProbeProgress) => void;
  readonly onPull?: (progress: PullProgress) => void;
  /** Told what a person should know: a resumed run, a repaired journal. */
  readonly onNotice?: (notice: string) => void;
}

/** The subject that is probed unless told otherwise. */
export const defaultModel = "embedded:smollm2";

/** Options with their defaults filled in. */
export interface Settled {
  readonly places: Places;
  readonly threads: number;
  readonly lanes: number;
  readonly contextSize: number;
  readonly delta: number;
  readonly concurrency: number;
  /** What the model's tokens cost; `null` where nobody said. */
  readonly prices: TokenPrices | null;
  readonly signal: AbortSignal;
}

/** Fills in the defaults that do not depend on the profile. */
export function settle(options: ProbeOptions): Settled {
  const places = options.places ?? placesFromEnvironment();
  return {
    places,
    threads: options.threads ?? defaultThreads(),
    lanes: options.lanes ?? 3,
    contextSize: options.contextSize ?? 2048,
    delta: options.delta ?? defaultDelta[readoutFor(options)],
    concurrency: options.concurrency ?? 4,
    prices: options.prices ?? priceOf(options, places),
    signal: options.signal ?? new AbortController().signal,
  };
}

/** The design that options ask for, without running anything. */
export async function planFor(
  options: ProbeOptions,
): Promise<{ readonly plan: Plan; readonly profile: Profile }> {
  const profile = await loadProfile(options.profile ?? "assistant");
  const preset = options.preset ?? "default";
  const every = profile.behaviours.map(({ id }) => id);
  const asked = options.behaviours ?? (preset === "full" ? "all" : [profile.defaultBehaviour]);
  requireSound(options, { profile: profile.id, every, asked: asked === "all" ? [] : asked });
  const plan = planProbe(profile, {
    preset,
    behaviours: asked === "all" ? every : asked,
    blocks: options.blocks ?? presets[preset].blocks,
    probesPerBlock: options.probesPerBlock ?? presets[preset].probesPerBlock,
    seed: options.seed ?? 0,
    coercion: options.coercion ?? { kind: "ladder", level: "S", sentences: 4 },
    extraClaims: options.claims ?? [],
    ...drawnDesigns(options),
  });
  return { plan, profile };
}

/** The readout that options ask for, or that the model's kind gives. */
function readoutFor({ model = defaultModel, readout }: ProbeOptions): ReadoutId {
  const [usual = "likelihood", ...others] = readoutsOf(modelSpec(model));
  const wanted = readout ?? usual;
  if (wanted === usual || others.includes(wanted)) return wanted;
  throw invalidInput(
    `${model} gives no log-probabilities of given replies, so the ${wanted} readout is not possible; leave out --readout`,
  );
}

/** The parts of the design in which replies are drawn and read. */
function drawnDesigns(options: ProbeOptions): Pick<DesignSettings, "sampled" | "sessions"> {
  return {
    ...(readoutFor(options) === "sampled" ? { sampled: sampledDesign(options) } : {}),
    ...(options.sessions === undefined ? {} : { sessions: sessionDesign(options) }),
  };
}

/** The detector's own version is put in once it is open. */
function sampledDesign({ samples = 1, replyTokens = 120, detector }: ProbeOptions): SampledDesign {
  return { samples, replyTokens, ...forkSampling, detector: detector?.id ?? "exemplar" };
}

/** The detector's own version is put in once it is open. */
function sessionDesign(options: ProbeOptions): SessionDesign {
  const { sessions = sessionDefaults.sessions, sessionTurns, detector } = options;
  const usualTokens = readoutFor(options) === "sampled" ? 120 : ownTurnTokens;
  // A known-answer subject knows its bank and nothing else.
  const isKnown = modelSpec(options.model ?? defaultModel).kind === "known";
  return {
    ...sessionDefaults,
    ...(isKnown ? { tasksAtAge: 0 } : {}),
    sessions,
    turns: sessionTurns ?? sessionDefaults.turns,
    replyTokens: options.replyTokens ?? usualTokens,
    detector: detector?.id ?? "exemplar",
  };
}

/** The listed price of a model that is asked at its provider's own address. */
function priceOf(
  { model = defaultModel, baseUrl }: ProbeOptions,
  places: Places,
): TokenPrices | null {
  const { kind, name } = modelSpec(model);
  if (kind !== "openai" && kind !== "anthropic") return null;
  const { isOwnAddress } = remoteAddress(kind, { places, baseUrl });
  return isOwnAddress ? listedPrice(`${kind}:${name}`) : null;
}

/** Refuses options that no run could mean, all at once, before anything is opened. */
function requireSound(
  options: ProbeOptions,
  names: {
    readonly profile: string;
    readonly every: readonly string[];
    readonly asked: readonly string[];
  },
): void {
  const unknown = names.asked
    .filter((id) => !names.every.includes(id))
    .map(
      (id) => `profile ${names.profile} has no behaviour "${id}"; it has ${names.every.join(", ")}`,
    );
  const whole = (
    name:
      | "blocks"
      | "probesPerBlock"
      | "threads"
      | "lanes"
      | "samples"
      | "replyTokens"
      | "concurrency"
      | "sessions"
      | "sessionTurns",
    low: number,
    high: number,
  ) => {
    const value = options[name] ?? low;
    const sound = Number.isInteger(value) && value >= low && value <= high;
    return sound ? [] : [`${name} must be a whole number from ${low} to ${high}, not ${value}`];
  };
  const { delta = 0.1 } = options;
  const issues = [
    ...unknown,
    ...whole("blocks", 2, 1_000),
    ...whole("probesPerBlock", 1, 4),
    ...whole("threads", 1, 256),
    ...whole("lanes", 1, 64),
    ...whole("samples", 1, 100),
    ...whole("replyTokens", 8, 8_192),
    ...whole("concurrency", 1, 256),
    ...whole("sessions", 2, 10_000),
    ...whole("sessionTurns", 4, 200),
    ...sessionIssues(options),
    ...costIssues(options),
    ...(delta > 0 && Number.isFinite(delta) ? [] : [`delta must be above 0, not ${delta}`]),
  ];
  if (issues.length > 0) throw invalidInput(issues.join("; "), issues);
}

/** Why sessions cannot be run, or their costs mean nothing. */
function sessionIssues({ sessions, sessionTurns, sessionCosts }: ProbeOptions): string[] {
  const { slip, clear } = sessionCosts ?? defaultCosts;
  const areCosts = Number.isFinite(slip) && clear >= 0 && slip > clear;
  return [
    ...(sessions === undefined && (sessionTurns !== undefined || sessionCosts !== undefined)
      ? ["turns and costs of sessions need sessions; give their number, e.g. --sessions 40"]
      : []),
    ...(areCosts
      ? []
      : [`a slip must cost more than a clear, and a clear 0 or more, not ${slip} and ${clear}`]),
  ];
}

/** Why a limit on cost cannot be kept. */
function costIssues(options: ProbeOptions): string[] {
  const { model = defaultModel, maxCostUsd, prices, baseUrl } = options;
  const remote = isRemote(modelSpec(model));
  const places = options.places ?? placesFromEnvironment();
  const isPriced = (prices ?? priceOf(options, places)) !== null;
  return [
    ...(baseUrl !== undefined && !remote
      ? [`a base URL is for openai: and anthropic: models, not for ${model}`]
      : []),
    ...(maxCostUsd === undefined || isPriced
      ? []
      : [
          `what ${model} costs is not known here, so no budget can be kept; give its prices with --price-in and --price-out (US dollars per million tokens), or leave out --max-cost`,
        ]),
    ...[maxCostUsd, prices?.inputUsd, prices?.outputUsd].flatMap((usd) =>
      usd === undefined || (usd >= 0 && Number.isFinite(usd))
        ? []
        : [`US dollars must be at least 0, not ${usd}`],
    ),
  ];
}
