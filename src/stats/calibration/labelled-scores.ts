/** One turn whose truth is known, with what the detectors said of it. */
export interface LabelledScores {
  /** One a detector; finite. */
  readonly scores: readonly number[];
  /** Whether the turn is off-profile. */
  readonly turned: boolean;
  /** What the turn shares with others: its question, item or conversation. Folds and resamples keep it whole. */
  readonly group: string;
  /** How many turns it stands for, above 0. @default 1 */
  readonly weight?: number;
}

/**
 * Refuses turns that no map can be learned from.
 *
 * @returns the weight of the turned and of the other turns
 * @throws RangeError if there are not both kinds, the numbers of scores differ, or one is not finite
 */
export function requireLabelled(rows: readonly LabelledScores[]) {
  const inputs = rows[0]?.scores.length ?? 0;
  const weights = { turned: 0, loyal: 0 };
  for (const row of rows) {
    requireRow(row, inputs);
    weights[row.turned ? "turned" : "loyal"] += row.weight ?? 1;
  }
  if (weights.turned === 0 || weights.loyal === 0) {
    throw new RangeError("labelled turns of both kinds are needed, turned and not");
  }
  return weights;
}

function requireRow({ scores, weight = 1 }: LabelledScores, inputs: number): void {
  if (scores.length !== inputs || inputs === 0) {
    throw new RangeError(`a turn has ${scores.length} scores, another ${inputs}`);
  }
  const broken = scores.find((score) => !Number.isFinite(score));
  if (broken !== undefined) throw new RangeError(`a score must be finite, not ${broken}`);
  if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a weight must be finite and above 0, not ${weight}`);
  }
}
