/**
 * Refuses a list that no figure can be made from: an empty one, or one with a value that is not finite.
 *
 * @param values  any numbers
 * @param what  plural name of the values, for the message
 * @throws RangeError if the list is empty or holds NaN or an infinity
 */
export function requireFinite(values: readonly number[], what = "values"): void {
  if (values.length === 0) throw new RangeError(`${what} are empty; at least one is needed`);
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    throw new RangeError(`${what} must be finite, not ${values[broken]} (at index ${broken})`);
  }
}
