import { join } from "node:path";
import { invalidInput, type Profile } from "../core/index.ts";
import {
  type ClaimId,
  type Coercion,
  type Evaluated,
  evaluate,
  type Plan,
  type Preset,
  type ProbeResult,
  planProbe,
  presets,
  probeResult,
} from "../measure/index.ts";
import type { PullProgress } from "../models/index.ts";
import {
  cellReadings,
  countRun,
  type JournalContent,
  type ProbeProgress,
  runProbe,
} from "../run/index.ts";
import { openFileRunStore, runFolder } from "../stores/index.ts";
import { type Places, placesFromEnvironment } from "./environment.ts";
import { loadProfile } from "./load-profile.ts";
import { defaultThreads, machineFacts } from "./machine.ts";
import { type OpenSubject, openSubject } from "./open-subject.ts";
import { type RunIdentity, runIdentity, runName } from "./run-identity.ts";
import { writeReport } from "./write-report.ts";

/** What to probe, and how much. Everything has a default: `await probe()` is the demo. */
export interface ProbeOptions {
  /** `embedded:smollm2` (default), the path of a GGUF chat model, or `known:NAME`. */
  readonly model?: string;
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
  /** Smallest effect of interest δ, nats per token, above 0; default 0.1. */
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

/** A finished probe. */
export interface ProbeOutcome {
  readonly result: ProbeResult;
  /** The run's folder. */
  readonly folder: string;
  /** The page to open. */
  readonly report: string;
}

/**
 * Probes a subject: how it flips, stays flipped and recovers, with controls and intervals.
 *
 * Writes a run folder (`header.json`, `journal.jsonl`, `outcome.json`, `result.json`, `report.html`). Cells
 * that an earlier, interrupted start of the same run had finished are reused.
 *
 * @throws TurncoatError saying what happened and what to do
 */
export async function probe(options: ProbeOptions = {}): Promise<ProbeOutcome> {
  const settled = settle(options);
  const { plan, profile } = await planFor(options);
  const subject = await openSubject(options.model ?? defaultModel, {
    ...settled,
    profile,
    seed: plan.settings.seed,
    onPull: (progress) => options.onPull?.(progress),
  });
  try {
    return await probeSubject({ subject, plan, settled, options });
  } finally {
    await subject[Symbol.asyncDispose]();
  }
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
  readonly signal: AbortSignal;
}

/** Fills in the defaults that do not depend on the profile. */
export function settle(options: ProbeOptions): Settled {
  return {
    places: options.places ?? placesFromEnvironment(),
    threads: options.threads ?? defaultThreads(),
    lanes: options.lanes ?? 3,
    contextSize: options.contextSize ?? 2048,
    delta: options.delta ?? 0.1,
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
  });
  return { plan, profile };
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
    name: "blocks" | "probesPerBlock" | "threads" | "lanes",
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
    ...(delta > 0 && Number.isFinite(delta) ? [] : [`delta must be above 0, not ${delta}`]),
  ];
  if (issues.length > 0) throw invalidInput(issues.join("; "), issues);
}

interface Work {
  readonly subject: OpenSubject;
  readonly plan: Plan;
  readonly settled: Settled;
  readonly options: ProbeOptions;
}

async function probeSubject(work: Work): Promise<ProbeOutcome> {
  const { subject, plan, settled, options } = work;
  const identity = runIdentity(plan, {
    model: subject.id,
    fingerprint: subject.fingerprint,
    engine: subject.engine,
    contextSize: settled.contextSize,
    delta: settled.delta,
  });
  const folder = runFolder(settled.places.home, options.run ?? runName(identity));
  const machine = await machineFacts();
  const environment = { ...machine, threads: settled.threads, lanes: settled.lanes };
  await using store = await openFileRunStore({ folder, header: { identity, environment } });
  for (const notice of store.notices) options.onNotice?.(notice);
  const startedAt = Date.now();
  const content = await runProbe({
    plan,
    scorer: subject.scorer,
    chat: subject.chat,
    store,
    signal: settled.signal,
    onProgress: (progress) => options.onProgress?.(progress),
  });
  const cells = cellReadings(content);
  const { evaluated, result } = resultOf(content, work);
  await store.write("result.json", `${JSON.stringify(result, null, 2)}\n`);
  await store.write("outcome.json", outcomeText(startedAt, { subject, result }));
  const facts = runFacts(identity, environment);
  const generated = [...content.turns.values()];
  const page = await writeReport({ plan, evaluated, result, cells, generated, facts });
  await store.write("report.html", page);
  return { result, folder, report: join(folder, "report.html") };
}

function resultOf(
  content: JournalContent,
  { plan, subject, settled }: Work,
): { readonly evaluated: readonly Evaluated[]; readonly result: ProbeResult } {
  const evaluated = evaluate(plan, cellReadings(content), settled.delta);
  const result = probeResult(evaluated, {
    plan,
    model: subject.id,
    addedSystem: subject.addedSystem,
    delta: settled.delta,
    counts: countRun(content),
  });
  return { evaluated, result };
}

// Times and hosts are of this start, not of the run's identity, so they stand in a file of their own.
function outcomeText(
  startedAt: number,
  { subject, result }: { readonly subject: OpenSubject; readonly result: ProbeResult },
): string {
  const outcome = {
    format: "turncoat/outcome@1",
    startedAt: new Date(startedAt).toISOString(),
    lastStartSeconds: (Date.now() - startedAt) / 1000,
    hostsContacted: subject.hosts,
    modelIds: [subject.id],
    counts: result.counts,
  };
  return `${JSON.stringify(outcome, null, 2)}\n`;
}

function runFacts(
  identity: RunIdentity,
  environment: {
    readonly cpu: string;
    readonly threads: number;
    readonly turncoat: string;
    readonly gitCommit: string | null;
  },
): { readonly label: string; readonly value: string }[] {
  return [
    { label: "engine", value: identity.engine },
    { label: "weights", value: identity.fingerprint },
    { label: "threads", value: String(environment.threads) },
    { label: "CPU", value: environment.cpu },
    { label: "turncoat", value: environment.turncoat },
    { label: "git commit", value: environment.gitCommit ?? "none" },
    { label: "rules", value: identity.rulesHash.slice(0, 12) },
    { label: "items", value: identity.profileHash.slice(0, 12) },
  ];
}
