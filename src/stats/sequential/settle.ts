/** Relative to the largest value. */
const tolerance = 1e-11;
/** Below this, changes are rounding. */
const rounding = 4e-15;
const sweepsBetweenLeaps = 24;

/**
 * The fixed point that repeated sweeps tend to, as in value iteration.
 *
 * Each sweep's changes often shrink by one common factor λ, slowly where λ is close to 1. Every 24 sweeps, if they
 * do, the rest of that geometric series, λ/(1 − λ) of the last change, is added at once (Lyusternik 1947). That moves
 * no fixed point. Where the changes go round instead, as under a policy with a fixed period, it is left out: there it
 * would drive the values apart. Done when what is left to come is below 1e-11 of the largest value.
 *
 * @param start  any first guess; left as it is
 * @param sweep  a monotone contraction, writing its result into the second array
 * @throws RangeError if it has not settled after 100,000 sweeps
 */
export function settle(
  start: Float64Array,
  sweep: (values: Float64Array, into: Float64Array) => void,
): Float64Array {
  let [before, values, next] = [start.slice(), start.slice(), start.slice()];
  for (let round = 1; round <= 100_000; round++) {
    sweep(values, next);
    if (round % sweepsBetweenLeaps === 0) {
      const { left, size, rest } = compare(before, values, next);
      if (left <= tolerance * size) return next;
      leap(values, next, rest);
    }
    [before, values, next] = [values, next, before];
  }
  throw new RangeError("the values do not settle: use larger chances, or fewer points");
}

/**
 * How much is left to come, against the largest value, and which multiple of the last change that is.
 */
function compare(before: Float64Array, values: Float64Array, next: Float64Array) {
  let [product, square, change, size] = [0, 0, 0, 0];
  for (let k = 0; k < next.length; k++) {
    const [first, second] = changesAt(k, [before, values, next]);
    product += first * second;
    square += first * first;
    change = Math.max(change, Math.abs(second));
    size = Math.max(size, Math.abs(next[k] ?? 0));
  }
  const factor = square === 0 ? 0 : Math.min(0.999999, Math.max(0, product / square));
  let misfit = 0;
  for (let k = 0; k < next.length; k++) {
    const [first, second] = changesAt(k, [before, values, next]);
    misfit = Math.max(misfit, Math.abs(second - factor * first));
  }
  if (change <= rounding * size) return { left: 0, size, rest: 0 };
  // What does not fit may be multiplied by 1/(1 − λ) too; a tenth keeps every leap a gain.
  const alike = misfit <= Math.max(0.1 * (1 - factor) * change, rounding * size);
  const rest = factor / (1 - factor);
  return alike ? { left: rest * change, size, rest } : { left: change, size, rest: 0 };
}

type Three = readonly [Float64Array, Float64Array, Float64Array];

function changesAt(k: number, [before, values, next]: Three): readonly [number, number] {
  const value = values[k] ?? 0;
  return [value - (before[k] ?? 0), (next[k] ?? 0) - value];
}

function leap(values: Float64Array, next: Float64Array, times: number): void {
  for (let k = 0; k < next.length; k++) {
    next[k] = (next[k] ?? 0) + times * ((next[k] ?? 0) - (values[k] ?? 0));
  }
}
