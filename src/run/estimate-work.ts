import type { BehaviourPlan, Plan, ProbeResult } from "../measure/index.ts";
import type { ChatModel, Scorer } from "../ports/index.ts";
import { chatMlTokens, countingSubject, type TemplateTokens } from "./counting-subject.ts";
import { countRun } from "./counts.ts";
import type { CellRecord, TurnRecord } from "./journal.ts";
import { runBlock } from "./run-block.ts";

/** What a behaviour's share of a plan, or all of it, will cost. */
export interface WorkCost {
  readonly cells: number;
  /** Replies scored. */
  readonly scores: number;
  /** Tokens evaluated for scoring, shared beginnings once. */
  readonly scoredTokens: number;
  /** Context tokens that shared beginnings save. */
  readonly reusedTokens: number;
  /** Tokens that scoring every reply by itself would evaluate. */
  readonly unsharedTokens: number;
  /** Turns and summaries that the subject writes. */
  readonly generatedTurns: number;
  /** At most: every such turn is counted at its limit. */
  readonly generatedTokens: number;
  /** Context tokens evaluated before those turns. */
  readonly generationContextTokens: number;
}

/** The cost of a plan, by behaviour and in all. */
export interface WorkEstimate {
  readonly behaviours: readonly { readonly plan: BehaviourPlan; readonly cost: WorkCost }[];
  readonly total: WorkCost;
}

/**
 * What running a plan would cost, without a model.
 *
 * The plan is run block by block on a stand-in that counts and remembers one conversation, so the order of
 * work and the sharing are those of a run on one lane. Messages are shared whole or not at all; a run
 * shares the first tokens of two different ones too. Time grows with the plan's cells.
 *
 * @param countTokens  tokens of a text as a reply, its end of turn included
 */
export async function estimateWork(
  plan: Plan,
  countTokens: (text: string) => number,
  template: TemplateTokens = chatMlTokens,
): Promise<WorkEstimate> {
  const subject = countingSubject(countTokens, template);
  const behaviours: { plan: BehaviourPlan; cost: WorkCost }[] = [];
  for (const share of plan.behaviours) {
    behaviours.push({ plan: share, cost: await costOf(plan, share, subject) });
  }
  const total = behaviours.map(({ cost }) => cost).reduce(sumOf, noCost);
  return { behaviours, total };
}

async function costOf(
  plan: Plan,
  { behaviour, blocks, arms }: BehaviourPlan,
  subject: Scorer & ChatModel,
): Promise<WorkCost> {
  const cells = new Map<string, CellRecord>();
  const turns = new Map<string, TurnRecord>();
  for (const block of blocks) {
    const blockPlan = { behaviour, block, coercion: plan.coercion, profile: plan.profile };
    await runBlock(blockPlan, arms, {
      scorer: subject,
      chat: subject,
      seed: plan.settings.seed,
      signal: new AbortController().signal,
      slipJudge: null,
      known: { cell: (key) => cells.get(key), turn: (key) => turns.get(key) },
      keep: async (key, record) => {
        if (record.kind === "cell") cells.set(key, record);
        else turns.set(key, record);
      },
    });
  }
  return costFrom(countRun({ cells, turns }), [...turns.values()]);
}

function costFrom(counts: ProbeResult["counts"], turns: readonly TurnRecord[]): WorkCost {
  const { cells, scores, scoredTokens, reusedTokens, unsharedTokens, generatedTokens } = counts;
  return {
    cells,
    scores,
    scoredTokens,
    reusedTokens,
    unsharedTokens,
    generatedTurns: turns.length,
    generatedTokens,
    generationContextTokens: turns.reduce((sum, turn) => sum + turn.evaluatedTokens, 0),
  };
}

const noCost: WorkCost = {
  cells: 0,
  scores: 0,
  scoredTokens: 0,
  reusedTokens: 0,
  unsharedTokens: 0,
  generatedTurns: 0,
  generatedTokens: 0,
  generationContextTokens: 0,
};

function sumOf(left: WorkCost, right: WorkCost): WorkCost {
  return {
    cells: left.cells + right.cells,
    scores: left.scores + right.scores,
    scoredTokens: left.scoredTokens + right.scoredTokens,
    reusedTokens: left.reusedTokens + right.reusedTokens,
    unsharedTokens: left.unsharedTokens + right.unsharedTokens,
    generatedTurns: left.generatedTurns + right.generatedTurns,
    generatedTokens: left.generatedTokens + right.generatedTokens,
    generationContextTokens: left.generationContextTokens + right.generationContextTokens,
  };
}
