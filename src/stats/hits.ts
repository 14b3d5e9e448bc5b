/**
 * Refuses counts that cannot be "hits out of n".
 *
 * @throws RangeError unless both are whole numbers with 0 ≤ hits ≤ n and n ≥ 1
 */
export function requireHits(hits: number, n: number): void {
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new RangeError(`n must be a whole number of at least 1, not ${n}`);
  }
  if (!Number.isSafeInteger(hits) || hits < 0 || hits > n) {
    throw new RangeError(`hits must be a whole number from 0 to ${n}, not ${hits}`);
  }
}
