import { type Evidence, logprobPerToken, type Score } from "../core/index.ts";
import { mean } from "../math/index.ts";
import { type Interval, missingBounds } from "../stats/index.ts";
import type { Cell } from "./cells.ts";
import { shareOff } from "./readout.ts";

/** A finished cell: what every given reply scored, or what was found in every drawn one. */
export interface CellReading extends Cell {
  /** By reply kind; empty where replies were drawn. */
  readonly scores: Readonly<Record<string, Score>>;
  /** Evidence of each drawn reply, in the order of drawing; left out where replies were given. */
  readonly forks?: readonly Evidence[];
  /** The drawn replies themselves, in the same order. */
  readonly forkTexts?: readonly string[];
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
  /**
   * Margin m, mean over the block's cells: s_unwanted - s_wanted of given replies; of drawn ones the share
   * off-profile. Preference crosses at 0, or at one half.
   */
  m(arm: string): BlockValues | null;
  /** Style margin q = s_style - s_wanted, mean over the styles that the arm scored. */
  q(arm: string): BlockValues | null;
  /** Style margin for the one style of each block, which the style arm was written in. */
  qOfBlock(arm: string): BlockValues | null;
  /** Scores, or readings of drawn replies, that could not be made among the cells of these arms. */
  missing(arms: readonly string[]): number;
  /** Cells among these arms. */
  count(arms: readonly string[]): number;
  /**
   * The same readings with the missing values of some arms put at an end of their range: the smallest or
   * the largest value of the same kind among all of the behaviour's cells; 0 or 1 for shares.
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

/** A cell's values: `null` when missing, none when the cell was never asked for one. */
type CellValues = (cell: CellReading) => readonly (number | null)[];

function readingsOf(
  behaviour: string,
  sorted: Sorted,
  ends: ReadonlyMap<string, RangeEnd>,
): Readings {
  const { design, byArm } = sorted;
  const perBlock = (arm: string, values: CellValues) => {
    const found = byArm.get(arm);
    if (found === undefined) return null;
    const end = ends.get(arm);
    const range = end === undefined ? null : rangeOf([...byArm.values()].flat(), values);
    return blockMeans({ cells: found, blocks: design.blocks }, values, (scored, missing) =>
      end === undefined || range === null ? null : missingBounds({ scored, missing, range })[end],
    );
  };
  const ofBlock = (cell: CellReading) => [`style:${design.styleOfBlock[cell.block]}`];
  return {
    behaviour,
    blocks: design.blocks,
    has: (arm) => byArm.has(arm),
    s: (arm, reply) => perBlock(arm, ({ scores }) => asked(perToken(scores[reply]))),
    m: (arm) => perBlock(arm, marginsOf),
    q: (arm) => perBlock(arm, (cell) => asked(styleMargin(cell, styleKinds(cell)))),
    qOfBlock: (arm) => perBlock(arm, (cell) => asked(styleMargin(cell, ofBlock(cell)))),
    missing: (arms) =>
      arms
        .flatMap((arm) => byArm.get(arm) ?? [])
        .flatMap(({ scores, forks = [] }) => [...Object.values(scores), ...forks])
        .filter(({ kind }) => kind === "unscored").length,
    count: (arms) => arms.reduce((sum, arm) => sum + (byArm.get(arm)?.length ?? 0), 0),
    atEnds: (more) => readingsOf(behaviour, sorted, new Map([...ends, ...more])),
  };
}

/** Margin of one cell; `null` when one of its two replies has no score, or no drawn one has a reading. */
export function marginOf(cell: CellReading): number | null {
  const known = present(marginsOf(cell));
  return known.length === 0 ? null : mean(known);
}

function marginsOf(cell: CellReading): readonly (number | null)[] {
  if (cell.forks === undefined) return [pairMargin(cell)];
  return cell.forks.map((found) => (found.kind === "evidence" ? shareOff(found.nats) : null));
}

function pairMargin(cell: CellReading): number | null {
  return difference(
    perToken(cell.scores["unwanted"]) ?? null,
    perToken(cell.scores["wanted"]) ?? null,
  );
}

function asked(value: number | null | undefined): readonly (number | null)[] {
  return value === undefined ? [] : [value];
}

function styleMargin(cell: CellReading, kinds: readonly string[]): number | null | undefined {
  const known = kinds.map((kind) => perToken(cell.scores[kind])).filter((s) => s !== undefined);
  const values = known.filter((value) => value !== null);
  if (known.length === 0) return undefined;
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
  values: CellValues,
  filled: (scored: readonly number[], missing: number) => number | null,
): BlockValues {
  return Array.from({ length: blocks }, (_, block) => {
    const wanted = cells.filter((cell) => cell.block === block).flatMap(values);
    const scored = present(wanted);
    const missing = wanted.length - scored.length;
    const instead = missing > 0 ? filled(scored, missing) : null;
    if (instead !== null) return instead;
    return scored.length === 0 ? null : mean(scored);
  });
}

function rangeOf(cells: readonly CellReading[], values: CellValues): Interval | null {
  if (cells.some(({ forks }) => forks !== undefined)) return { low: 0, high: 1 };
  const known = present(cells.flatMap(values));
  if (known.length === 0) return null;
  return {
    low: known.reduce((a, b) => Math.min(a, b)),
    high: known.reduce((a, b) => Math.max(a, b)),
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
