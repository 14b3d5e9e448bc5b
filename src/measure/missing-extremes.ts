import type { Claim, ClaimInput, Finding } from "./claim.ts";
import type { RangeEnd } from "./readings.ts";

/** What a claim would have found with its missing scores at their worst and best. */
export interface MissingExtremes {
  /** Every missing score where it lowers the estimate. */
  readonly low: Finding | null;
  /** Every missing score where it raises the estimate. */
  readonly high: Finding | null;
  /** These two, and one arm's missing scores at a time at either end. */
  readonly all: readonly (Finding | null)[];
}

/**
 * Evaluates a claim again with the missing scores of its arms put at the ends of their range; `null`
 * where none is missing.
 *
 * The end that raises the estimate is found arm by arm, as an arm may count with either sign. Exact for
 * numbers that rise or fall with each arm's margins, as contrasts and their ratios do.
 */
export function missingExtremes(
  claim: Claim,
  finding: Finding,
  input: ClaimInput,
): MissingExtremes | null {
  const arms = armsOf(claim, finding, input).filter((arm) => input.readings.missing([arm]) > 0);
  if (arms.length === 0) return null;
  const at = (ends: ReadonlyMap<string, RangeEnd>) =>
    claim.evaluate({ ...input, readings: input.readings.atEnds(ends) });
  const singles = arms.map((arm) => {
    const low = at(new Map([[arm, "low"]]));
    const high = at(new Map([[arm, "high"]]));
    const raises: RangeEnd = estimateOf(low) > estimateOf(high) ? "low" : "high";
    return { arm, low, high, raises };
  });
  const lowers = (end: RangeEnd): RangeEnd => (end === "low" ? "high" : "low");
  const low = at(new Map(singles.map(({ arm, raises }) => [arm, lowers(raises)])));
  const high = at(new Map(singles.map(({ arm, raises }) => [arm, raises])));
  return { low, high, all: [low, high, ...singles.flatMap((one) => [one.low, one.high])] };
}

/** Ids of the arms that a claim's number, gate or sentence rests on. */
export function armsOf(
  claim: Claim,
  finding: Finding | null,
  input: ClaimInput,
): readonly string[] {
  const others = input.all
    .map(({ behaviour }) => behaviour)
    .filter(({ id, valueNeutral }) => id !== input.behaviour.id && !valueNeutral);
  const ids = claim.arms(input.behaviour, others, input.coercion).map(({ id }) => id);
  return [...new Set([...ids, ...(finding?.arms ?? [])])];
}

function estimateOf(finding: Finding | null): number {
  return finding?.inference?.estimate ?? 0;
}
