import { groupFolds } from "./group-folds.ts";
import type { LabelledScores } from "./labelled-scores.ts";
import { type IsotonicMap, type LogisticMap, mappedNats } from "./score-map.ts";

/** How {@link crossFit} deals the turns. */
export interface CrossFitOptions {
  /** Whole number, at least 2; `Infinity` leaves one group out at a time. @default 10 */
  readonly folds?: number;
  /** Whole number; another one deals differently. @default 0 */
  readonly seed?: number;
}

/**
 * Nats of each turn by a map that was learned without any turn of its group: what figures of a calibration
 * are made of, since a map flatters the turns it was learned on.
 *
 * @param learn  how a map is learned
 * @returns one a turn, in their order; null where the other folds have no turn of one kind
 * @throws RangeError if there are fewer than two groups, or as `learn` does
 */
export function crossFit(
  rows: readonly LabelledScores[],
  learn: (rows: readonly LabelledScores[]) => LogisticMap | IsotonicMap,
  { folds = 10, seed = 0 }: CrossFitOptions = {},
): (number | null)[] {
  const foldOf = groupFolds(
    rows.map(({ group }) => group),
    folds,
    seed,
  );
  const maps = new Map<number, LogisticMap | IsotonicMap | null>();
  for (const fold of new Set(foldOf)) {
    const others = rows.filter((_, index) => foldOf[index] !== fold);
    const kinds = new Set(others.map(({ turned }) => turned));
    maps.set(fold, kinds.size === 2 ? learn(others) : null);
  }
  return rows.map(({ scores }, index) => {
    const map = maps.get(foldOf[index] ?? 0) ?? null;
    return map === null ? null : mappedNats(map, scores);
  });
}
