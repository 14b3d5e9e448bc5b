/** The lowest point that a search found. */
export interface LowestPoint {
  readonly at: readonly number[];
  readonly value: number;
}

/** How a search is made. */
export interface SimplexOptions {
  /** First step along each coordinate, not 0. @default 1 */
  readonly step?: number;
  /** The search ends when the values at the corners differ by less. @default 1e-7 */
  readonly tolerance?: number;
  /** Most values looked at, at least 1. @default 600 */
  readonly evaluations?: number;
}

/**
 * A low point of a function of a few coordinates, found without derivatives: a simplex that walks downhill and
 * shrinks (Nelder and Mead). Finds the low point near where it begins, which need not be the lowest.
 *
 * Source: Nelder and Mead 1965, "A simplex method for function minimization",
 * https://doi.org/10.1093/comjnl/7.4.308, with its usual coefficients 1, 2, ½, ½.
 *
 * @param value  finite or +∞ everywhere, finite at the start
 * @param from  where to begin; no coordinate: the value there and nothing else
 */
export function simplexSearch(
  value: (at: readonly number[]) => number,
  from: readonly number[],
  { step = 1, tolerance = 1e-7, evaluations = 600 }: SimplexOptions = {},
): LowestPoint {
  let spent = 0;
  const look = (at: readonly number[]): LowestPoint => {
    spent++;
    return { at, value: value(at) };
  };
  let corners = [from, ...from.map((x, index) => from.with(index, x + step))].map(look);
  const inOrder = () => corners.sort((a, b) => a.value - b.value);
  while (inOrder() && spent < evaluations) {
    const [best, worst] = [corners[0], corners.at(-1)];
    if (best === undefined || worst === undefined || best === worst) break;
    if (worst.value - best.value < tolerance) break;
    const others = corners.slice(0, -1);
    const next = stepFrom(worst, others, look);
    corners =
      next === null
        ? [best, ...corners.slice(1).map(({ at }) => look(between(best.at, at, 0.5)))]
        : [...others, next];
  }
  const [lowest] = inOrder();
  if (lowest === undefined) throw new RangeError("a search needs a place to begin at");
  return lowest;
}

/** What takes the place of the worst corner: its mirror image, a longer or a shorter step; null for none better. */
function stepFrom(
  worst: LowestPoint,
  others: readonly LowestPoint[],
  look: (at: readonly number[]) => LowestPoint,
): LowestPoint | null {
  const centre = worst.at.map(
    (_, index) => others.reduce((sum, { at }) => sum + (at[index] ?? 0), 0) / others.length,
  );
  const along = (share: number) => look(between(centre, worst.at, share));
  const [best, second] = [others[0]?.value ?? 0, others.at(-1)?.value ?? 0];
  const mirrored = along(-1);
  if (mirrored.value < best) {
    const longer = along(-2);
    return longer.value < mirrored.value ? longer : mirrored;
  }
  if (mirrored.value < second) return mirrored;
  const shorter = along(mirrored.value < worst.value ? -0.5 : 0.5);
  return shorter.value < Math.min(mirrored.value, worst.value) ? shorter : null;
}

function between(from: readonly number[], to: readonly number[], share: number): number[] {
  return from.map((x, index) => x + share * ((to[index] ?? 0) - x));
}
