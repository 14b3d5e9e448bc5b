import type { ReportData } from "../../src/report/report-data.ts";

/** The command that would measure a claim, or `null` when the report names none. */
export function commandOf({ claims }: ReportData, id: string): string | null {
  return claims.find((claim) => claim.id === id)?.command ?? null;
}
