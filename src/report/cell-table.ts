import { logprobPerToken } from "../core/index.ts";
import {
  type Arm,
  type Block,
  type BlockPlan,
  type CellReading,
  cellsOf,
  draws,
  generationGroup,
  marginOf,
  repliesNeeded,
  type ScorableCell,
  shareOff,
  slipBudget,
  slipPair,
  turnKey,
} from "../measure/index.ts";
import type { CellTable } from "./report-data.ts";
import type { GeneratedText, ReportInput } from "./report-input.ts";

type Row = CellTable["cells"][number];

/** Every cell of one behaviour with its path and replies; each text stands once. */
export function cellTable(input: ReportInput, behaviour: string): CellTable {
  const texts: string[] = [];
  const known = new Map<string, number>();
  const indexOf = (text: string): number => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const readings = new Map(input.cells.map((cell) => [cell.key, cell]));
  const cells = scorableCells(input, behaviour).flatMap((cell) => {
    const reading = readings.get(cell.key);
    return reading === undefined ? [] : [row(cell, reading, indexOf)];
  });
  return { texts, cells };
}

function row(cell: ScorableCell, reading: CellReading, indexOf: (text: string) => number): Row {
  return {
    arm: cell.arm,
    block: cell.block,
    item: cell.item,
    draw: cell.draw,
    path: cell.path.map(({ role, provenance, text }) => ({
      role,
      provenance,
      text: indexOf(text),
    })),
    replies: reading.forks === undefined ? given(cell, reading, indexOf) : drawn(reading, indexOf),
    margin: marginOf(reading),
  };
}

/** Drawn replies, each with its share off-profile. */
function drawn(
  { forks = [], forkTexts = [] }: CellReading,
  indexOf: (text: string) => number,
): Row["replies"] {
  return forks.map((found, place) => ({
    kind: `drawn ${place + 1}`,
    text: indexOf(forkTexts[place] ?? ""),
    logprobPerToken: null,
    shareOff: found.kind === "evidence" ? shareOff(found.nats) : null,
    tokens: null,
    reason: found.kind === "unscored" ? found.reason : null,
  }));
}

/** Given replies, each with its score. */
function given(
  cell: ScorableCell,
  reading: CellReading,
  indexOf: (text: string) => number,
): Row["replies"] {
  return [...cell.replies].map(([kind, text]) => {
    const score = reading.scores[kind];
    const scored = score?.kind === "scored" ? score : null;
    return {
      kind: kind.replace(/^style:/, ""),
      text: indexOf(text),
      logprobPerToken: scored === null ? null : logprobPerToken(scored),
      tokens: scored?.tokens ?? null,
      reason: score?.kind === "unscored" ? score.reason : null,
    };
  });
}

/** The cells of a behaviour, with the texts that the subject generated in this run. */
function scorableCells({ plan, generated }: ReportInput, id: string): ScorableCell[] {
  const one = plan.behaviours.find(({ behaviour }) => behaviour.id === id);
  if (one === undefined) return [];
  const ownTurns = generatedTexts(generated, id);
  return one.blocks.flatMap((block) => {
    const blockPlan: BlockPlan = {
      behaviour: one.behaviour,
      block,
      coercion: plan.coercion,
      profile: plan.profile,
    };
    return one.arms.flatMap((arm) =>
      draws(arm).flatMap((draw) =>
        cellsOf(arm, blockPlan, { draw, generated: ownTurns({ arm, block, draw: draw ?? 0 }) }),
      ),
    );
  });
}

/** The texts that an arm's context holds, looked up among what the subject generated. */
function generatedTexts(generated: readonly GeneratedText[], behaviour: string) {
  const replies = new Map(generated.map((turn) => [turnKey(turn), turn]));
  return ({ arm, block, draw }: { arm: Arm; block: Block; draw: number }): string[] => {
    const group = generationGroup(arm);
    const turns = (count: number) =>
      Array.from({ length: count }, (_, turn) =>
        replies.get(turnKey({ behaviour, block: block.index, group, draw, turn })),
      ).filter((turn) => turn !== undefined);
    if (arm.judgedAs === null) return turns(repliesNeeded(arm)).map(({ text }) => text);
    const drawn = turns(slipBudget).map(({ text, judged = null }) => ({ text, judged }));
    const pair = slipPair(drawn);
    return pair === null ? [] : [pair[arm.judgedAs].text];
  };
}
