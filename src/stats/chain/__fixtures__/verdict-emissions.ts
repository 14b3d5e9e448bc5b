import type { Emissions } from "../emissions.ts";

/** Verdicts as emissions: 1 is bad, with this probability under each state; null was not judged. */
export function verdictEmissions(
  verdicts: readonly (0 | 1 | null)[],
  bad: readonly number[],
): Emissions {
  return verdicts.map((verdict) =>
    bad.map((p) => (verdict === null ? 0 : Math.log(verdict === 1 ? p : 1 - p))),
  );
}
