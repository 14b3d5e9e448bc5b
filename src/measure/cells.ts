import type { Behaviour, Item, Message, Profile } from "../core/index.ts";
import { behaviourOf } from "../core/index.ts";
import { seededRandom, seedFor, shuffled } from "../math/index.ts";
import { type Arm, isGenerated } from "./arm.ts";
import type { Block } from "./blocks.ts";
import { probePath, shuffledWords } from "./context.ts";
import type { Coercion } from "./subject.ts";

/** Independent continuations or summaries per block in the arms that hold generated text. */
export const drawsPerBlock = 2;

/** One context with one question probed off the record: the unit of work and of the journal. */
export interface Cell {
  /** `behaviour/block/arm/draw/item`, unique in a run. */
  readonly key: string;
  readonly behaviour: string;
  readonly block: number;
  readonly arm: string;
  /** Which of the block's generated continuations; `null` where nothing is generated. */
  readonly draw: number | null;
  readonly item: string;
}

/** A cell with what it takes to score it. */
export interface ScorableCell extends Cell {
  readonly path: readonly Message[];
  /** Id of the behaviour whose item is probed. */
  readonly probed: string;
  /** Reply texts by kind: `wanted`, `unwanted`, `style:<id>`, …. */
  readonly replies: ReadonlyMap<string, string>;
}

/** The part of a plan that one block of one behaviour needs. */
export interface BlockPlan {
  readonly behaviour: Behaviour;
  readonly block: Block;
  readonly coercion: Coercion;
  readonly profile: Profile;
}

/** The draws of an arm: one of `null` where nothing is generated, one search where a judge chooses. */
export function draws(candidate: Arm): readonly (number | null)[] {
  if (candidate.judgedAs !== null) return [0];
  return isGenerated(candidate) ? Array.from({ length: drawsPerBlock }, (_, draw) => draw) : [null];
}

/** The items that an arm probes in a block. */
export function probesOf(candidate: Arm, plan: BlockPlan): readonly Item[] {
  const { probes } = candidate;
  switch (probes.kind) {
    case "own":
      return plan.block.probes;
    case "next": {
      const next = plan.block.history[candidate.turns.length];
      return next === undefined ? [] : [next];
    }
    case "other":
      return otherProbes(behaviourOf(plan.profile, probes.behaviour), plan.block);
  }
}

// The same items in every arm of a block, so that arms stay paired.
function otherProbes(behaviour: Behaviour, block: Block): readonly Item[] {
  // The block's own items stand for the run's seed, which drew them.
  const drawn = block.probes.map(({ id }) => id).join(" ");
  const random = seededRandom(seedFor(block.index, `spill/${behaviour.id}/${drawn}`));
  return shuffled(behaviour.items, random).slice(0, block.probes.length);
}

/** The cells of an arm in a block, given what the subject generated for one draw. */
export function cellsOf(
  candidate: Arm,
  plan: BlockPlan,
  given: { readonly draw: number | null; readonly generated: readonly string[] },
): ScorableCell[] {
  const { behaviour, block, coercion } = plan;
  return probesOf(candidate, plan).map((probe) => ({
    key: cellKey({
      behaviour: behaviour.id,
      block: block.index,
      arm: candidate.id,
      draw: given.draw,
      item: probe.id,
    }),
    behaviour: behaviour.id,
    block: block.index,
    arm: candidate.id,
    draw: given.draw,
    item: probe.id,
    path: probePath(
      { behaviour, coercion, block, arm: candidate, generated: given.generated },
      probe,
    ),
    probed: candidate.probes.kind === "other" ? candidate.probes.behaviour : behaviour.id,
    replies: repliesOf(candidate, probe, block.style),
  }));
}

/** Key of a cell in the journal. */
export function cellKey(cell: Omit<Cell, "key">): string {
  const draw = cell.draw === null ? "-" : String(cell.draw);
  return `cell/${cell.behaviour}/${cell.block}/${cell.arm}/${draw}/${cell.item}`;
}

/** Replies that an arm scores for an item, by kind. */
export function repliesOf(candidate: Arm, item: Item, blockStyle: string): Map<string, string> {
  const replies = new Map([
    ["wanted", item.wanted],
    ["unwanted", item.unwanted],
  ]);
  const styles = Object.entries(item.unrelated).filter(
    ([id]) => candidate.replies === "styles" || id === blockStyle,
  );
  if (candidate.replies !== "pair") {
    for (const [id, text] of styles) replies.set(`style:${id}`, text);
  }
  if (candidate.replies === "kinds") {
    replies.set("neutral", item.neutral);
    replies.set("shuffled", shuffledWords(item.unwanted));
    replies.set("mistake", item.mistake);
    replies.set("refusal", item.refusal);
  }
  return replies;
}
