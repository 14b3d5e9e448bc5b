import { normalCdf } from "./distributions.ts";
import { expectedSteps } from "./expected-steps.ts";
import { gaussLegendre } from "./gauss-legendre.ts";

/** A running value: each step draws a normal value around a centre, is held at a floor, and ends above a limit. */
export interface NormalSteps {
  /** The lowest value; what falls below is put on it. */
  readonly floor: number;
  /** The run ends with the first value above it; above the floor. */
  readonly limit: number;
  /** Where a step from this value is centred. */
  readonly centre: (value: number) => number;
  /** Standard deviation of a step, above 0. */
  readonly spread: number;
  /** The value before the first step, at most the limit; −∞ where `centre` knows it. */
  readonly start: number;
}

const mostSpreads = 150;

/**
 * Mean number of steps until a value with normal steps passes its limit.
 *
 * The integral equation L(s) = 1 + P(floor)·L(floor) + ∫ L(y)·density(y | s) dy is solved at Gauss–Legendre
 * points (Nyström's method), with the floor as a state of its own because it has a probability, not a
 * density. Four points for each spread and 24 more: beyond that the answer does not move in its tenth digit.
 * The chance of staying put is what the others leave over, so that long runs lose no digits.
 *
 * Source: Page 1954, https://doi.org/10.1093/biomet/41.1-2.100 (the equation); Nyström 1930,
 * https://doi.org/10.1007/BF02547521. Time grows with (points)³: 0.1 ms at 10 spreads, 100 ms at 150.
 *
 * @returns steps, at least 1
 * @throws RangeError if an argument is out of range, the limit is more than 150 spreads above the floor, or
 *   the run is longer than a number can hold
 */
export function meanRunLength(steps: NormalSteps): number {
  const { floor, limit, spread, start } = steps;
  const width = (limit - floor) / spread;
  if (!(spread > 0 && width > 0)) {
    throw new RangeError(
      `limit ${limit} must be above floor ${floor}, and spread ${spread} above 0`,
    );
  }
  if (width > mostSpreads) {
    throw new RangeError(
      `the limit must be within ${mostSpreads} spreads of the floor, not ${width}`,
    );
  }
  if (!(start <= limit)) throw new RangeError(`start must be at most ${limit}, not ${start}`);

  const { nodes, weights } = gaussLegendre(24 + Math.ceil(4 * width), floor, limit);
  // First the start, to which nothing returns, then the floor, then the points between.
  const values = Float64Array.of(start, floor, ...nodes);
  const moves = new Float64Array(values.length ** 2);
  const exits = new Float64Array(values.length);
  for (const [row, value] of values.entries()) {
    const centre = steps.centre(value);
    exits[row] = normalCdf((centre - limit) / spread);
    const at = row * values.length;
    moves[at + 1] = normalCdf((floor - centre) / spread);
    for (const [index, node] of nodes.entries()) {
      moves[at + 2 + index] = ((weights[index] ?? 0) * density((node - centre) / spread)) / spread;
    }
  }
  // The start comes first and every state has a length, so there is a first one.
  return expectedSteps(moves, exits)[0] ?? 0;
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
