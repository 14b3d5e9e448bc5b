import type { BehaviourPlan, Plan, ProbeResult } from "../measure/index.ts";
import type { ChatModel } from "../ports/index.ts";
import type { CellReader } from "./cell-reader.ts";
import { countingForks } from "./counting-forks.ts";
import { chatMlTokens, countingSubject, type TemplateTokens } from "./counting-subject.ts";
import { countRun, promptTokensOf } from "./counts.ts";
import { forkedCells } from "./forked-cells.ts";
import type { CellRecord, TurnRecord } from "./journal.ts";
import { likelihoodCells } from "./likelihood-cells.ts";
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
  /** At most: every such turn, and every drawn reply, is counted at its limit. */
  readonly generatedTokens: number;
  /** Context tokens evaluated before those turns. */
  readonly generationContextTokens: number;
  /** Replies drawn in forks; 0 with the likelihood readout. */
  readonly drawnReplies: number;
  /** Tokens of the conversations sent for turns and drawn replies, nothing shared. */
  readonly promptTokens: number;
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
  const { sampled, seed } = plan.settings;
  const reader =
    sampled === undefined
      ? likelihoodCells(subject)
      : forkedCells({
          forks: countingForks(countTokens, { template, replyTokens: sampled.replyTokens }),
          profile: plan.profile,
          samples: sampled.samples,
          seed,
        });
  const behaviours: { plan: BehaviourPlan; cost: WorkCost }[] = [];
  for (const share of plan.behaviours) {
    behaviours.push({ plan: share, cost: await costOf(plan, share, { chat: subject, reader }) });
  }
  const total = behaviours.map(({ cost }) => cost).reduce(sumOf, noCost);
  return { behaviours, total };
}

async function costOf(
  plan: Plan,
  { behaviour, blocks, arms }: BehaviourPlan,
  { chat, reader }: { readonly chat: ChatModel; readonly reader: CellReader },
): Promise<WorkCost> {
  const cells = new Map<string, CellRecord>();
  const turns = new Map<string, TurnRecord>();
  for (const block of blocks) {
    const blockPlan = { behaviour, block, coercion: plan.coercion, profile: plan.profile };
    await runBlock(blockPlan, arms, {
      reader,
      cellsAtOnce: 1,
      chat,
      mustSpeak: false,
      seed: plan.settings.seed,
      signal: new AbortController().signal,
      slipJudge: null,
      known: { cell: (key) => cells.get(key), turn: (key) => turns.get(key) },
      keep: async (key, record) => {
        if (record.kind === "turn") turns.set(key, record);
        else cells.set(key, record);
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
    drawnReplies: counts.forks?.drawn ?? 0,
    promptTokens:
      counts.forks?.promptTokens ?? turns.reduce((sum, turn) => sum + promptTokensOf(turn), 0),
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
  drawnReplies: 0,
  promptTokens: 0,
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
    drawnReplies: left.drawnReplies + right.drawnReplies,
    promptTokens: left.promptTokens + right.promptTokens,
  };
}
