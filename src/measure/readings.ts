import { logprobPerToken, type Score } from "../core/index.ts";
import { mean } from "../math/index.ts";
import { type Interval, missingBounds } from "../stats/index.ts";
import type { Cell } from "./cells.ts";

/** A finished cell: what every reply scored. */
export interface CellReading extends Cell {
  readonly scores: Readonly<Record<string, Score>>;
  /** Tokens of the conversation up to the reply; left out where nothing was scored. */
  readonly contextTokens?: number;
}

/** One value a block; `null` where every cell that makes it is missing. */
export type BlockValues = readonly (number | null)[];

/** Which end of its range a missing value is put at. */
export type RangeEnd = "low" | "high";

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
  /**
   * The same readings with the missing values of some arms put at an end of their range: the smallest or
   * the largest value of the same kind among all of the behaviour's cells.
   */
  atEnds(ends: ReadonlyMap<string, RangeEnd>): Readings;
}

/** How a behaviour's blocks are laid out. */
export interface ReadingsDesign {
  readonly blocks: number;
  readonly styleOfBlock: readonly string[];
}

/** Sorts one behaviour's cells by arm and block. */
export function readings(
  behaviour: string,
  design: ReadingsDesign,
  cells: readonly CellReading[],
): Readings {
  const byArm = new Map<string, CellReading[]>();
  for (const cell of cells.filter((candidate) => candidate.behaviour === behaviour)) {
    const known = byArm.get(cell.arm);
    if (known === undefined) byArm.set(cell.arm, [cell]);
    else known.push(cell);
  }
  return readingsOf(behaviour, { design, byArm }, new Map());
}

interface Sorted {
  readonly design: ReadingsDesign;
  readonly byArm: ReadonlyMap<string, readonly CellReading[]>;
}

/** A cell's value: `null` when missing, `undefined` when the cell was never asked for it. */
type CellValue = (cell: CellReading) => number | null | undefined;

function readingsOf(
  behaviour: string,
  sorted: Sorted,
  ends: ReadonlyMap<string, RangeEnd>,
): Readings {
  const { design, byArm } = sorted;
  const perBlock = (arm: string, value: CellValue) => {
    const found = byArm.get(arm);
    if (found === undefined) return null;
    const end = ends.get(arm);
    const range = end === undefined ? null : rangeOf([...byArm.values()].flat(), value);
    return blockMeans({ cells: found, blocks: design.blocks }, value, (scored, missing) =>
      end === undefined || range === null ? null : missingBounds({ scored, missing, range })[end],
    );
  };
  const ofBlock = (cell: CellReading) => [`style:${design.styleOfBlock[cell.block]}`];
  return {
    behaviour,
    blocks: design.blocks,
    has: (arm) => byArm.has(arm),
    s: (arm, reply) => perBlock(arm, ({ scores }) => perToken(scores[reply])),
    m: (arm) => perBlock(arm, marginOf),
    q: (arm) => perBlock(arm, (cell) => styleMargin(cell, styleKinds(cell))),
    qOfBlock: (arm) => perBlock(arm, (cell) => styleMargin(cell, ofBlock(cell))),
    missing: (arms) =>
      arms
        .flatMap((arm) => byArm.get(arm) ?? [])
        .flatMap(({ scores }) => Object.values(scores))
        .filter(({ kind }) => kind === "unscored").length,
    count: (arms) => arms.reduce((sum, arm) => sum + (byArm.get(arm)?.length ?? 0), 0),
    atEnds: (more) => readingsOf(behaviour, sorted, new Map([...ends, ...more])),
  };
}

/** Margin of one cell in nats per token; `null` when one of its two replies has no score. */
export function marginOf(cell: CellReading): number | null {
  return difference(
    perToken(cell.scores["unwanted"]) ?? null,
    perToken(cell.scores["wanted"]) ?? null,
  );
}

function styleMargin(cell: CellReading, kinds: readonly string[]): number | null | undefined {
  const asked = kinds.map((kind) => perToken(cell.scores[kind])).filter((s) => s !== undefined);
  const values = asked.filter((value) => value !== null);
  if (asked.length === 0) return undefined;
  if (values.length === 0) return null;
  return difference(mean(values), perToken(cell.scores["wanted"]) ?? null);
}

function styleKinds(cell: CellReading): string[] {
  return Object.keys(cell.scores).filter((kind) => kind.startsWith("style:"));
}

function perToken(score: Score | undefined): number | null | undefined {
  if (score === undefined) return undefined;
  return score.kind === "unscored" ? null : logprobPerToken(score);
}

/** Block means; `filled` gives a block's mean where some of its values are missing, or `null`. */
function blockMeans(
  { cells, blocks }: { readonly cells: readonly CellReading[]; readonly blocks: number },
  value: CellValue,
  filled: (scored: readonly number[], missing: number) => number | null,
): BlockValues {
  return Array.from({ length: blocks }, (_, block) => {
    const asked = cells
      .filter((cell) => cell.block === block)
      .map(value)
      .filter((found) => found !== undefined);
    const scored = asked.filter((found) => found !== null);
    const missing = asked.length - scored.length;
    const instead = missing > 0 ? filled(scored, missing) : null;
    if (instead !== null) return instead;
    return scored.length === 0 ? null : mean(scored);
  });
}

function rangeOf(cells: readonly CellReading[], value: CellValue): Interval | null {
  const values = cells.map(value).filter((found) => typeof found === "number");
  if (values.length === 0) return null;
  return {
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
  };
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
