/**
 * The fewest neighbouring places that together hold a share of a distribution; of equally few, those that
 * hold the most, then the earliest.
 *
 * @param masses  probability of each place in order; sums to 1
 * @param level  share to hold, in (0, 1]
 * @returns first and last place, both included
 * @throws RangeError if there is no place or the level is out of range
 */
export function contiguousSet(masses: readonly number[], level: number): [number, number] {
  if (masses.length === 0) throw new RangeError("masses are empty; at least one is needed");
  if (!(level > 0 && level <= 1)) throw new RangeError(`level must lie in (0, 1], not ${level}`);
  const sums = [0];
  for (const mass of masses) sums.push((sums.at(-1) ?? 0) + mass);
  const held = (start: number, end: number) => (sums[end] ?? 0) - (sums[start] ?? 0);
  // Rounding in the sums must not cost a place.
  const enough = level - 1e-9;
  const holding: Range[] = [];
  let end = 0;
  for (let start = 0; start < masses.length; start++) {
    while (end < masses.length && held(start, end) < enough) end++;
    if (held(start, end) < enough) break;
    holding.push({ size: end - start, start, held: held(start, end) });
  }
  const best = holding.reduce((one, other) => (isBetter(other, one) ? other : one), {
    size: masses.length,
    start: 0,
    held: 0,
  });
  return [best.start, best.start + best.size - 1];
}

interface Range {
  readonly size: number;
  readonly start: number;
  readonly held: number;
}

function isBetter(one: Range, other: Range): boolean {
  return one.size === other.size ? one.held > other.held + 1e-12 : one.size < other.size;
}
