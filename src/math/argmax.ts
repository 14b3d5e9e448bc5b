/**
 * Index of the greatest value, the first of equal ones.
 *
 * @throws RangeError if there is no value
 */
export function argmax(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("values are empty; at least one is needed");
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? 0)) best = index;
  return best;
}
