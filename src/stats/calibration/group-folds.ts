import { seedFor } from "../../math/index.ts";

/**
 * Deals groups into folds, whole, so that what shares a question or conversation is never on both sides of a
 * test. The same names always give the same folds, in whatever order they come.
 *
 * @param groups  one an observation
 * @param folds  whole number, at least 2; as many as there are groups, or more, leaves one group out at a time
 * @param seed  whole number; another one deals differently
 * @returns number of the fold of each observation, from 0
 * @throws RangeError if `folds` is out of range or there are fewer than two groups
 */
export function groupFolds(groups: readonly string[], folds: number, seed = 0): number[] {
  if (!(folds >= 2) || (!Number.isInteger(folds) && folds !== Number.POSITIVE_INFINITY)) {
    throw new RangeError(`folds must be a whole number of at least 2, not ${folds}`);
  }
  const dealt = [...new Set(groups)]
    .map((name) => ({ name, place: seedFor(seed, name) }))
    .sort((a, b) => a.place - b.place || (a.name < b.name ? -1 : 1));
  if (dealt.length < 2) throw new RangeError("folds need at least 2 groups");
  const count = Math.min(folds, dealt.length);
  const foldOf = new Map(dealt.map(({ name }, index) => [name, index % count]));
  return groups.map((name) => foldOf.get(name) ?? 0);
}
