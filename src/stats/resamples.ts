/**
 * Refuses a number of random draws too small to place a 95 % limit.
 *
 * @param count  whole number, at least 100
 * @param what  name of the option, for the message
 * @throws RangeError unless the count is such a number
 */
export function requireResamples(count: number, what = "resamples"): void {
  if (!Number.isInteger(count) || count < 100) {
    throw new RangeError(`${what} must be a whole number of at least 100, not ${count}`);
  }
}
