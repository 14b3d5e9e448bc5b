import type { CoercionLevel } from "../arm.ts";
import type { ClaimRow } from "../claim-row.ts";
import type { SessionResult } from "./session-result.ts";

/** Id of the claim that sessions decide. */
export const clearClaimId = "C09.clear";
/** The claim in the essay's words. */
const clearClaimSays = "clear the context often";

/** The row of C09 in `result.json`. */
export function clearClaimRow(found: SessionResult, level: CoercionLevel | null): ClaimRow {
  const { counts, clear, change } = found;
  const { accuracy } = change;
  return {
    id: clearClaimId,
    behaviour: found.behaviour,
    claim: clearClaimSays,
    level,
    readout: "sampled",
    quantity: "ρ/ε − π₀, against c_p/(c_f − c_p)",
    unit: "probability",
    estimate: clear.margin?.estimate ?? null,
    interval: clear.margin?.interval ?? null,
    bounds: null,
    control:
      accuracy === null
        ? null
        : {
            label: "change of accuracy on plain tasks with age",
            estimate: accuracy.estimate,
            interval: accuracy.interval,
          },
    n: counts.turnsRead + counts.forksRead,
    blocks: found.sessions,
    missing: counts.refused + counts.empty + counts.unscored,
    verdict: found.verdict,
    reason: found.reason,
    sentence: `${found.answer} ${found.drift}`,
  };
}
