import {
  type ClaimId,
  type Evaluated,
  evaluate,
  type Plan,
  type Preset,
  type ProbeResult,
  planProbe,
  presets,
  probeResult,
  type SampledDesign,
} from "../../src/measure/index.ts";
import { type KnownName, knownSubject } from "../../src/models/known/index.ts";
import type { ChatModel, Scorer } from "../../src/ports/index.ts";
import {
  cellReadings,
  countRun,
  type JournalContent,
  type ProbeRun,
  runProbe,
} from "../../src/run/index.ts";
import { emptyRunMemory, memoryRunStore } from "../../src/stores/index.ts";
import { assistantBanks } from "../known-answers/banks.ts";
import { smallBehaviour, smallProfile } from "./small-behaviour.ts";

/** What a memory store keeps. */
export type RunMemory = ReturnType<typeof emptyRunMemory>;

/** A plan over the small bank. */
export function smallPlan(
  preset: Preset = "default",
  { blocks = 2, extraClaims = [], sampled }: GivenPlan = {},
): Plan {
  return planProbe(smallProfile(), {
    preset,
    blocks,
    probesPerBlock: 2,
    behaviours: ["kind"],
    seed: 3,
    coercion: { kind: "ladder", level: "S", sentences: 2 },
    extraClaims,
    ...(sampled === undefined ? {} : { sampled }),
  });
}

/** What a small plan may be given. */
interface GivenPlan {
  readonly blocks?: number;
  readonly extraClaims?: readonly ClaimId[];
  readonly sampled?: SampledDesign;
}

/** A known subject that reads the small bank. */
export function smallSubject(name: KnownName = "chain"): Scorer & ChatModel {
  return knownSubject(name, { behaviours: [smallBehaviour()], seed: 3 });
}

/** What a run may be given beside its plan. */
export type GivenRun = Partial<Omit<ProbeRun, "plan" | "store">> & { readonly memory?: RunMemory };

/** Runs a plan on a subject, the small chain unless given another. */
export async function run(
  plan: Plan,
  { memory = emptyRunMemory(), ...given }: GivenRun = {},
): Promise<JournalContent> {
  const subject = smallSubject();
  await using store = memoryRunStore(memory);
  return await runProbe({
    plan,
    scorer: subject,
    chat: subject,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...given,
    store,
  });
}

/** The cells of a journal whose given replies were scored. */
export function scoredCells({ cells }: JournalContent) {
  return [...cells.values()].filter((cell) => cell.kind === "cell");
}

/** A journal with what was read off it. */
export interface ReadRun {
  readonly plan: Plan;
  readonly content: JournalContent;
  readonly evaluated: readonly Evaluated[];
  readonly result: ProbeResult;
}

/** Reads the verdicts and the result off a journal. */
export function readRun(plan: Plan, content: JournalContent, model = "known:chain"): ReadRun {
  const evaluated = evaluate(plan, cellReadings(content), 0.1);
  const counts = countRun(content);
  const result = probeResult(evaluated, { plan, model, addedSystem: null, delta: 0.1, counts });
  return { plan, content, evaluated, result };
}

/** The bytes of `result.json`. */
export function resultBytes(plan: Plan, content: JournalContent): string {
  return JSON.stringify(readRun(plan, content).result, null, 2);
}

/** A run of the built-in banks on a known subject, at the smallest size that shows everything. */
export async function knownRun(
  name: KnownName,
  { preset, behaviours }: { readonly preset: Preset; readonly behaviours: readonly string[] },
): Promise<ReadRun> {
  const profile = assistantBanks(behaviours);
  const model = knownSubject(name, { behaviours: profile.behaviours, seed: 1 });
  const plan = planProbe(profile, {
    preset,
    behaviours,
    ...presets[preset],
    blocks: 4,
    probesPerBlock: 2,
    seed: 1,
    coercion: { kind: "ladder", level: "S", sentences: 4 },
    extraClaims: [],
  });
  const content = await run(plan, { scorer: model, chat: model });
  return readRun(plan, content, model.id);
}
