import { requireProbability } from "./ranges.ts";
import { requireRates, type VerdictRates } from "./verdict-rates.ts";

/** One of the things that a turn can show, with its chance before and after the flip. */
export interface TurnOutcome {
  readonly before: number;
  readonly after: number;
}

/**
 * The two things that a yes-or-no judge can say: off-profile, then on-profile.
 *
 * @throws RangeError if a rate is not strictly between 0 and 1
 */
export function verdictOutcomes(rates: VerdictRates): readonly TurnOutcome[] {
  requireRates(rates);
  const { before, after } = rates;
  return [
    { before, after },
    { before: 1 - before, after: 1 - after },
  ];
}

/**
 * Refuses outcomes that are not two distributions over the same list.
 *
 * @throws RangeError if the list is empty, a chance is not in [0, 1] or a column does not sum to 1
 */
export function requireOutcomes(outcomes: readonly TurnOutcome[]): void {
  for (const column of ["before", "after"] as const) {
    for (const outcome of outcomes)
      requireProbability(outcome[column], `a chance ${column} the flip`);
    const total = outcomes.reduce((sum, outcome) => sum + outcome[column], 0);
    if (!(Math.abs(total - 1) < 1e-9)) {
      throw new RangeError(`the chances ${column} the flip must sum to 1, not ${total}`);
    }
  }
}
