/**
 * Holm's correction: p-values of one family, adjusted so that all may be compared with one α.
 *
 * In ascending order, adjusted p₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎). Bounds the chance of any
 * false claim in the family by α, whatever the dependence between them.
 *
 * Source: Holm 1979, "A simple sequentially rejective multiple test procedure",
 * https://www.jstor.org/stable/4615733
 *
 * @param pValues  in [0, 1]; an empty family gives an empty list
 * @returns adjusted p-values in the order given
 * @throws RangeError if a p-value is not in [0, 1]
 */
export function holm(pValues: readonly number[]): number[] {
  for (const p of pValues) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a p-value must lie in [0, 1], not ${p}`);
  }
  const ascending = [...pValues.entries()].toSorted(([, a], [, b]) => a - b);
  const adjusted = new Array<number>(pValues.length).fill(0);
  let largest = 0;
  for (const [rank, [index, p]] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
