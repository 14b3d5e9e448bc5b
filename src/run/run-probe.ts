import { TurncoatError } from "../core/index.ts";
import {
  type Arm,
  type BlockPlan,
  draws,
  generationGroup,
  isGenerated,
  type Plan,
  probesOf,
  repliesNeeded,
} from "../measure/index.ts";
import type { ChatModel, ForkReader, RunStore, Scorer } from "../ports/index.ts";
import type { CellReader } from "./cell-reader.ts";
import { forkedCells } from "./forked-cells.ts";
import { inLanes } from "./in-lanes.ts";
import { type CellRecord, type JournalContent, readJournal, type TurnRecord } from "./journal.ts";
import { likelihoodCells } from "./likelihood-cells.ts";
import { runBlock } from "./run-block.ts";
import type { SlipJudge } from "./slip-search.ts";

/** How far a run is. */
export interface ProbeProgress {
  /** Cells and generated turns that are finished, those of an earlier start included. */
  readonly done: number;
  /** Of the plan; a search for the subject's own slips comes on top, as nobody knows how long it takes. */
  readonly total: number;
  /** Of `done`, what an earlier start had finished. */
  readonly reused: number;
  /** Tokens evaluated for scoring since this start. */
  readonly scoredTokens: number;
  /** Tokens generated since this start. */
  readonly generatedTokens: number;
}

/** What a probe is run with. */
export interface ProbeRun {
  readonly plan: Plan;
  /** For the likelihood readout; unused where `forks` draws replies. */
  readonly scorer: Scorer | null;
  readonly chat: ChatModel;
  /** For the sampled readout, where the plan asks for it. */
  readonly forks?: ForkReader;
  /** Requests under way at once with the sampled readout, at least 1; the scorer's lanes decide otherwise. */
  readonly concurrency?: number;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  /** Judges the subject's own replies; without one the arms that stand on its own slips are not run. */
  readonly slipJudge?: SlipJudge;
  onProgress(progress: ProbeProgress): void;
}

/**
 * Runs every cell of a plan that the store does not hold yet, blocks side by side on the scorer's lanes.
 *
 * @returns the whole journal, earlier starts included
 * @throws TurncoatError when the model or the store fails; what was finished stays in the store
 */
export async function runProbe(run: ProbeRun): Promise<JournalContent> {
  const content = readJournal(run.store.finished);
  const cells = new Map(content.cells);
  const turns = new Map(content.turns);
  const total = workUnits(run.plan);
  const isPlanned = plannedIn(run.plan);
  const reused = [...cells.values(), ...turns.values()].filter(isPlanned).length;
  const counts = { done: reused, scored: 0, generated: 0 };
  const report = () =>
    run.onProgress({
      done: counts.done,
      total,
      reused,
      scoredTokens: counts.scored,
      generatedTokens: counts.generated,
    });
  const keep = async (key: string, record: CellRecord | TurnRecord) => {
    await run.store.append({ key, value: record });
    if (record.kind === "turn") turns.set(key, record);
    else cells.set(key, record);
    counts.scored += record.kind === "cell" ? record.evaluatedTokens : 0;
    counts.generated += generatedTokensOf(record);
    if (isPlanned(record)) counts.done++;
    report();
  };
  report();
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const known = { cell: (key: string) => cells.get(key), turn: (key: string) => turns.get(key) };
  const { chat, slipJudge = null } = run;
  const blocks = blockPlans(run.plan);
  const { reader, lanes, cellsAtOnce } = readingOf(run, blocks.length);
  const mustSpeak = run.forks !== undefined;
  const { seed } = run.plan.settings;
  const ports = { reader, cellsAtOnce, chat, seed, signal, mustSpeak, slipJudge, known, keep };
  await inLanes(blocks, lanes, async ({ plan, arms }) => {
    try {
      await runBlock(plan, arms, ports);
    } catch (error) {
      // The other lanes stop at their next request, so that nothing runs on behind a failed run. At the end
      // of a budget they may finish what is paid for.
      if (!isBudgetStop(error)) stop.abort(error);
      throw error;
    }
  });
  return { cells, turns };
}

interface Reading {
  readonly reader: CellReader;
  /** Blocks side by side. */
  readonly lanes: number;
  readonly cellsAtOnce: number;
}

function readingOf({ plan, scorer, forks, concurrency = 1 }: ProbeRun, blocks: number): Reading {
  const { sampled, seed } = plan.settings;
  if (sampled !== undefined && forks !== undefined) {
    const { samples } = sampled;
    // In all never more than the concurrency: blocks first, as they are apart.
    const lanes = Math.max(1, Math.min(concurrency, blocks));
    const cellsAtOnce = Math.max(1, Math.floor(concurrency / lanes));
    return {
      reader: forkedCells({ forks, profile: plan.profile, samples, seed }),
      lanes,
      cellsAtOnce,
    };
  }
  if (scorer === null || sampled !== undefined) {
    throw new RangeError(
      "the likelihood readout needs a scorer, and the sampled one a fork reader",
    );
  }
  return { reader: likelihoodCells(scorer), lanes: scorer.lanes, cellsAtOnce: 1 };
}

function generatedTokensOf(record: CellRecord | TurnRecord): number {
  if (record.kind === "turn") return record.generatedTokens;
  return record.kind === "cell"
    ? 0
    : record.forks.reduce((sum, { generatedTokens }) => sum + generatedTokens, 0);
}

function isBudgetStop(error: unknown): boolean {
  return error instanceof TurncoatError && error.failure.kind === "budget";
}

interface BlockWork {
  readonly plan: BlockPlan;
  readonly arms: readonly Arm[];
}

function blockPlans({ profile, coercion, behaviours }: Plan): BlockWork[] {
  return behaviours.flatMap(({ behaviour, blocks, arms }) =>
    blocks.map((block) => ({ plan: { behaviour, block, coercion, profile }, arms })),
  );
}

/** Tells what counts toward {@link workUnits}: everything but the search for slips. */
function plannedIn({ behaviours }: Plan): (record: CellRecord | TurnRecord) => boolean {
  const arms = behaviours.flatMap((share) => share.arms);
  const searched = new Set(arms.filter(isSearched).map(({ id }) => id));
  return (record) =>
    record.kind === "turn" ? record.judged === undefined : !searched.has(record.arm);
}

function isSearched({ judgedAs }: Arm): boolean {
  return judgedAs !== null;
}

/** Cells and generated turns of a plan, without those of a search for the subject's own slips. */
export function workUnits(plan: Plan): number {
  return blockPlans(plan).reduce((sum, { plan: block, arms: all }) => {
    const arms = all.filter((arm) => !isSearched(arm));
    const cells = arms.reduce(
      (count, arm) => count + draws(arm).length * probesOf(arm, block).length,
      0,
    );
    const groups = new Map<string, number>();
    for (const arm of arms.filter(isGenerated)) {
      const group = generationGroup(arm);
      groups.set(group, Math.max(groups.get(group) ?? 0, repliesNeeded(arm) * draws(arm).length));
    }
    const turns = [...groups.values()].reduce((all, count) => all + count, 0);
    return sum + cells + turns;
  }, 0);
}
