import { logprobPerToken, type Score } from "../core/index.ts";
import { mean } from "../math/index.ts";
import type { Cell } from "./cells.ts";

/** A finished cell: what every reply scored. */
export interface CellReading extends Cell {
  readonly scores: Readonly<Record<string, Score>>;
}

/** One value a block; `null` where every cell that makes it is missing. */
export type BlockValues = readonly (number | null)[];

/**
 * The scores of one behaviour, by arm and block. An arm that was not run reads as `null`; a score that
 * could not be made is left out of its block's mean and counted by {@link Readings.missing}.
 */
export interface Readings {
  readonly behaviour: string;
  readonly blocks: number;
  has(arm: string): boolean;
  /** s: mean log-probability per token of one reply kind, nats per token. */
  s(arm: string, reply: string): BlockValues | null;
  /** Margin m = s_unwanted - s_wanted, mean over the block's cells. Preference crosses at 0. */
  m(arm: string): BlockValues | null;
  /** Style margin q = s_style - s_wanted, mean over the styles that the arm scored. */
  q(arm: string): BlockValues | null;
  /** Style margin for the one style of each block, which the style arm was written in. */
  qOfBlock(arm: string): BlockValues | null;
  /** Scores that could not be made among the cells of these arms. */
  missing(arms: readonly string[]): number;
  /** Cells among these arms. */
  count(arms: readonly string[]): number;
  /** Smallest and largest margin of any cell: what a missing one is bounded by; `null` without cells. */
  readonly marginRange: { readonly low: number; readonly high: number } | null;
}

/** Sorts one behaviour's cells by arm and block. */
export function readings(
  behaviour: string,
  design: { readonly blocks: number; readonly styleOfBlock: readonly string[] },
  cells: readonly CellReading[],
): Readings {
  const byArm = new Map<string, CellReading[]>();
  for (const cell of cells.filter((candidate) => candidate.behaviour === behaviour)) {
    const known = byArm.get(cell.arm);
    if (known === undefined) byArm.set(cell.arm, [cell]);
    else known.push(cell);
  }
  const perBlock = (arm: string, value: (cell: CellReading) => number | null) => {
    const found = byArm.get(arm);
    return found === undefined ? null : blockMeans(found, design.blocks, value);
  };
  const margins = [...byArm.values()]
    .flat()
    .map(marginOf)
    .filter((value) => value !== null);
  return {
    behaviour,
    blocks: design.blocks,
    has: (arm) => byArm.has(arm),
    s: (arm, reply) => perBlock(arm, (cell) => perToken(cell.scores[reply])),
    m: (arm) => perBlock(arm, marginOf),
    q: (arm) => perBlock(arm, (cell) => styleMargin(cell, styleKinds(cell))),
    qOfBlock: (arm) =>
      perBlock(arm, (cell) => styleMargin(cell, [`style:${design.styleOfBlock[cell.block]}`])),
    missing: (arms) =>
      arms
        .flatMap((arm) => byArm.get(arm) ?? [])
        .flatMap(({ scores }) => Object.values(scores))
        .filter(({ kind }) => kind === "unscored").length,
    count: (arms) => arms.reduce((sum, arm) => sum + (byArm.get(arm)?.length ?? 0), 0),
    marginRange:
      margins.length === 0
        ? null
        : {
            low: margins.reduce((a, b) => Math.min(a, b)),
            high: margins.reduce((a, b) => Math.max(a, b)),
          },
  };
}

/** Margin of one cell in nats per token; `null` when one of its two replies has no score. */
export function marginOf(cell: CellReading): number | null {
  return difference(perToken(cell.scores["unwanted"]), perToken(cell.scores["wanted"]));
}

function styleMargin(cell: CellReading, kinds: readonly string[]): number | null {
  const values = kinds.map((kind) => perToken(cell.scores[kind])).filter((value) => value !== null);
  return values.length === 0 ? null : difference(mean(values), perToken(cell.scores["wanted"]));
}

function styleKinds(cell: CellReading): string[] {
  return Object.keys(cell.scores).filter((kind) => kind.startsWith("style:"));
}

function perToken(score: Score | undefined): number | null {
  return score === undefined || score.kind === "unscored" ? null : logprobPerToken(score);
}

function blockMeans(
  cells: readonly CellReading[],
  blocks: number,
  value: (cell: CellReading) => number | null,
): BlockValues {
  return Array.from({ length: blocks }, (_, block) => {
    const values = cells
      .filter((cell) => cell.block === block)
      .map(value)
      .filter((found) => found !== null);
    return values.length === 0 ? null : mean(values);
  });
}

function difference(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left - right;
}

/** Blockwise `left - right`; `null` where either side is missing, or when an arm was not run. */
export function minus(left: BlockValues | null, right: BlockValues | null): BlockValues | null {
  if (left === null || right === null) return null;
  return left.map((value, block) => difference(value, right[block] ?? null));
}

/** Values of the blocks that have one. */
export function present(values: BlockValues): number[] {
  return values.filter((value) => value !== null);
}

/** Blockwise mean over several rows; `null` where a row lacks the block, or when no row was run. */
export function meanOver(rows: readonly (BlockValues | null)[]): BlockValues | null {
  const known = rows.filter((row) => row !== null);
  return (
    known[0]?.map((_, block) => {
      const column = known.map((row) => row[block] ?? null).filter((value) => value !== null);
      return column.length === known.length ? mean(column) : null;
    }) ?? null
  );
}
