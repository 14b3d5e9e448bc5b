const tolerance = 1e-11;
const sweepsBetweenLeaps = 24;

/**
 * The fixed point that repeated sweeps tend to, as in value iteration.
 *
 * Each sweep's changes soon shrink by one common factor λ, slowly where λ is close to 1. Every 24 sweeps the
 * rest of that geometric series, λ/(1 − λ) of the last change, is added at once (Lyusternik 1947), which moves
 * no fixed point. Done when that rest is below 1e-11.
 *
 * @param start  any first guess; left as it is
 * @param sweep  a monotone contraction, writing its result into the second array
 * @throws RangeError if it has not settled after 100,000 sweeps
 */
export function settle(
  start: Float64Array,
  sweep: (values: Float64Array, into: Float64Array) => void,
): Float64Array {
  let values = start.slice();
  let next = new Float64Array(start.length);
  let lastChange = Number.POSITIVE_INFINITY;
  for (let round = 1; round <= 100_000; round++) {
    sweep(values, next);
    const change = largestChange(values, next);
    const factor = Math.min(change / lastChange, 0.999999);
    if (change * Math.max(1, factor / (1 - factor)) < tolerance) return next;
    if (round % sweepsBetweenLeaps === 0) leap(values, next, factor / (1 - factor));
    lastChange = change;
    [values, next] = [next, values];
  }
  throw new RangeError("the values do not settle: use larger chances, or fewer points");
}

function largestChange(values: Float64Array, next: Float64Array): number {
  let change = 0;
  for (let k = 0; k < next.length; k++) {
    change = Math.max(change, Math.abs((next[k] ?? 0) - (values[k] ?? 0)));
  }
  return change;
}

function leap(values: Float64Array, next: Float64Array, times: number): void {
  for (let k = 0; k < next.length; k++) {
    next[k] = (next[k] ?? 0) + times * ((next[k] ?? 0) - (values[k] ?? 0));
  }
}
