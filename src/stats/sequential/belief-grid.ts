import type { TurnOutcome } from "./turn-outcome.ts";

/** How belief in a flip moves from one turn to the next. */
export interface BeliefMoves {
  /** ρ, chance a turn of flipping. */
  readonly hazard: number;
  /** r, chance a turn of coming back. */
  readonly recovery: number;
  readonly outcomes: readonly TurnOutcome[];
}

/** Beliefs at which a function is known, and where each leads. */
export interface BeliefGrid {
  /** Rising from 0 to 1, and then one more: the start. */
  readonly beliefs: Float64Array;
  /** Chance of being flipped in the turn that follows each belief; same shape. */
  readonly flipped: Float64Array;
  /** Mean of a function at the belief after the turn, given its values on the rising part; into the second. */
  readonly ahead: (values: Float64Array, into: Float64Array) => void;
  /**
   * Reads a function, known on the grid, at further beliefs, by their index: linear between points, exact at the
   * start.
   */
  readonly reader: (at: Float64Array) => (values: Float64Array, index: number) => number;
  /** Where a function on the rising part first rises above 0, by linear interpolation; null if nowhere. */
  readonly crossing: (values: Float64Array) => number | null;
}

/**
 * A grid over beliefs in a flip, with the way each belief goes under every outcome worked out once.
 *
 * Points at sin²(πx/2) for even x: close to 0 and 1, where beliefs move least, they are dense. Between points a
 * function is taken as linear; for the concave costs of stopping problems that errs low.
 *
 * @param points  of the rising part, at least 2
 * @param start  a further belief, off the grid
 */
export function beliefGrid(moves: BeliefMoves, points: number, start: number): BeliefGrid {
  const { outcomes } = moves;
  const beliefs = Float64Array.from({ length: points + 1 }, (_, k) =>
    k < points ? pointAt(k / (points - 1)) : start,
  );
  const flipped = beliefs.map((belief) => afterMove(belief, moves));
  const cells = new Int32Array(beliefs.length * outcomes.length);
  const chances = new Float64Array(2 * cells.length);
  for (const [row, q] of flipped.entries()) {
    for (const [k, outcome] of outcomes.entries()) {
      const chance = q * outcome.after + (1 - q) * outcome.before;
      const { cell, share } = placeOf(chance === 0 ? 0 : (q * outcome.after) / chance, beliefs);
      const index = row * outcomes.length + k;
      cells[index] = cell;
      chances[2 * index] = chance * (1 - share);
      chances[2 * index + 1] = chance * share;
    }
  }
  const ahead = (values: Float64Array, into: Float64Array) => {
    for (let index = 0, row = 0; row < beliefs.length; row++) {
      let sum = 0;
      for (const end = index + outcomes.length; index < end; index++) {
        // In range: the arrays were filled for every row and outcome above.
        const cell = cells[index] as number;
        sum += (chances[2 * index] as number) * (values[cell] as number);
        sum += (chances[2 * index + 1] as number) * (values[cell + 1] as number);
      }
      into[row] = sum;
    }
  };
  return {
    beliefs,
    flipped,
    ahead,
    reader: (at) => readerAt(at, beliefs),
    crossing: (values) => crossing(values, beliefs),
  };
}

/**
 * The highest belief that a run from this one can come near, if every turn shows what speaks most for a flip.
 */
export function highestBelief(moves: BeliefMoves, start: number): number {
  let belief = start;
  for (let turn = 0; turn < 100_000; turn++) {
    const q = afterMove(belief, moves);
    const next = Math.max(
      ...moves.outcomes.map(({ before, after }) => {
        const chance = q * after + (1 - q) * before;
        return chance === 0 ? 0 : (q * after) / chance;
      }),
    );
    if (next <= belief + 1e-15) return belief;
    belief = next;
  }
  return belief;
}

function afterMove(belief: number, { hazard, recovery }: BeliefMoves): number {
  return belief * (1 - recovery) + (1 - belief) * hazard;
}

function pointAt(x: number): number {
  return Math.sin((Math.PI / 2) * x) ** 2;
}

/** The two neighbours of a belief on the rising part, and how far it lies from the first to the second. */
function placeOf(belief: number, beliefs: Float64Array): { cell: number; share: number } {
  const cells = beliefs.length - 2;
  const place = (2 / Math.PI) * Math.asin(Math.sqrt(Math.min(belief, 1))) * cells;
  const cell = Math.min(Math.floor(place), cells - 1);
  const [low, high] = [beliefs[cell] ?? 0, beliefs[cell + 1] ?? 1];
  // Rounding may put a belief a hair outside its cell; linear is linear there too.
  return { cell, share: (belief - low) / (high - low) };
}

function readerAt(at: Float64Array, beliefs: Float64Array) {
  const last = beliefs.length - 1;
  const start = beliefs[last];
  const places = Array.from(at, (belief) =>
    belief === start ? { cell: last, share: 0 } : placeOf(belief, beliefs),
  );
  return (values: Float64Array, index: number): number => {
    const { cell, share } = places[index] ?? { cell: 0, share: 0 };
    const low = values[cell] ?? 0;
    return share === 0 ? low : low + share * ((values[cell + 1] ?? 0) - low);
  };
}

function crossing(values: Float64Array, beliefs: Float64Array): number | null {
  for (let k = 0; k < beliefs.length - 1; k++) {
    const here = values[k] ?? 0;
    if (here <= 0) continue;
    const [low, before] = [beliefs[k - 1] ?? 0, values[k - 1] ?? 0];
    return k === 0 ? 0 : low + ((beliefs[k] ?? 1) - low) * (before / (before - here));
  }
  return null;
}
