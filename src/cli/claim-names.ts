import { invalidInput } from "../core/index.ts";
import { type ClaimId, claimIds, clearClaimId, otherClaims } from "../measure/index.ts";
import { nearestName } from "../profiles/index.ts";

/**
 * The claims that names stand for: an id (`C02.dose`), its number (`C04` is both claims of that number),
 * or `all`. Case does not count.
 *
 * @throws TurncoatError `invalid-input` for a name of no claim, or of one that a probe cannot measure
 */
export function claimsNamed(names: readonly string[]): ClaimId[] {
  return [...new Set(names.flatMap(claimsOf))];
}

function claimsOf(name: string): readonly ClaimId[] {
  const wanted = name.toLowerCase();
  if (wanted === "all") return claimIds;
  const found = claimIds.filter((id) => isMeant(id, wanted));
  if (found.length > 0) return found;
  const other = otherClaims.find(({ id }) => isMeant(id, wanted));
  if (other?.id === clearClaimId) {
    throw invalidInput(`--claims: ${other.id} needs long sessions; add --sessions instead`);
  }
  if (other !== undefined) {
    throw invalidInput(`--claims: ${other.id} is not measured by a probe: it ${other.reason}`);
  }
  const nearest = nearestName(name, claimIds);
  const question = nearest === null ? "" : `; did you mean ${nearest}?`;
  throw invalidInput(`--claims: there is no claim ${name}${question}`, [
    `claims: ${claimIds.join(", ")}`,
  ]);
}

function isMeant(id: string, wanted: string): boolean {
  const lower = id.toLowerCase();
  return lower === wanted || lower.split(".")[0] === wanted;
}
