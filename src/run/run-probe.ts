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
import type { ChatModel, RunStore, Scorer } from "../ports/index.ts";
import { type CellRecord, type JournalContent, readJournal, type TurnRecord } from "./journal.ts";
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
  readonly scorer: Scorer;
  readonly chat: ChatModel;
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
    if (record.kind === "cell") {
      cells.set(key, record);
      counts.scored += record.evaluatedTokens;
    } else {
      turns.set(key, record);
      counts.generated += record.generatedTokens;
    }
    if (isPlanned(record)) counts.done++;
    report();
  };
  report();
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const known = { cell: (key: string) => cells.get(key), turn: (key: string) => turns.get(key) };
  const { scorer, chat, slipJudge = null } = run;
  const ports = { scorer, chat, seed: run.plan.settings.seed, signal, slipJudge, known, keep };
  await inLanes(blockPlans(run.plan), scorer.lanes, async ({ plan, arms }) => {
    try {
      await runBlock(plan, arms, ports);
    } catch (error) {
      // The other lanes stop at their next request, so that nothing runs on behind a failed run.
      stop.abort(error);
      throw error;
    }
  });
  return { cells, turns };
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
    record.kind === "cell" ? !searched.has(record.arm) : record.judged === undefined;
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

/** Works through a list with so many workers; the first error is thrown once all workers have stopped. */
async function inLanes<T>(
  work: readonly T[],
  lanes: number,
  doOne: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...work];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await doOne(item);
      } catch (error) {
        failures.push(error);
        queue.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, lanes) }, worker));
  if (failures.length > 0) throw failures[0];
}
