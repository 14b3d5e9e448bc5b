import { holm } from "../stats/index.ts";
import type { Claim, ClaimInput, Finding, Verdict } from "./claim.ts";
import { armsOf, type MissingExtremes, missingExtremes } from "./missing-extremes.ts";
import { refuteLevel, supportLevel } from "./rules.ts";

/** A claim with what was found and the verdict; `finding` is `null` when there is no number. */
export interface Judged {
  readonly claim: Claim;
  readonly finding: Finding | null;
  /** The estimate with every missing score at its worst and best; `null` where none is missing. */
  readonly bounds: { readonly low: number; readonly high: number } | null;
  readonly verdict: Verdict;
  /** Why undecided or not measured, else `null`. */
  readonly reason: string | null;
}

/**
 * Judges claims together: within a family the one-sided p-values are Holm-corrected, then supported and
 * refuted are read off; docs/methods.md. With a single claim in a family the rule is that of the
 * interval limits.
 *
 * A claim whose verdict would change if the missing scores were at their worst or best is `undecided`.
 */
export function judge(claims: readonly Claim[], input: ClaimInput): Judged[] {
  const found = claims.map((claim) => ({
    claim,
    finding: whyNotDrawn(claim, input) === null ? claim.evaluate(input) : null,
  }));
  const families = new Set(claims.map(({ family }) => family));
  const verdicts = new Map<Claim, Judged>();
  for (const family of families) {
    const members = found.filter(({ claim }) => claim.family === family);
    for (const judged of judgeFamily(members, input)) verdicts.set(judged.claim, judged);
  }
  return claims.map((claim) => verdicts.get(claim)).filter((judged) => judged !== undefined);
}

interface Member {
  readonly claim: Claim;
  readonly finding: Finding | null;
}

function judgeFamily(members: readonly Member[], input: ClaimInput): Judged[] {
  const findings = members.map(({ finding }) => finding);
  const verdicts = familyVerdicts(findings);
  return members.map(({ claim, finding }, place): Judged => {
    const verdict = verdicts[place] ?? "not-measured";
    if (finding === null) return withoutNumber(claim, input);
    const extremes = missingExtremes(claim, finding, input);
    const bounds = boundsOf(extremes);
    const reason =
      finding.gate ?? (finding.inference === null ? "it could not be estimated" : null);
    if (reason !== null) return { claim, finding, bounds, verdict: "undecided", reason };
    const changes = extremes?.all.some(
      (extreme) => familyVerdicts(findings.with(place, extreme))[place] !== verdict,
    );
    return changes === true
      ? { claim, finding, bounds, verdict: "undecided", reason: couldChange(bounds, input, claim) }
      : { claim, finding, bounds, verdict, reason: null };
  });
}

/** Why drawn replies cannot measure a claim; `null` where they can, or replies were given. */
function whyNotDrawn({ needsLikelihood }: Claim, { readout }: ClaimInput): string | null {
  if (readout.id === "likelihood" || needsLikelihood === undefined) return null;
  return `the sampled readout cannot tell: ${needsLikelihood}`;
}

/** Where every arm was run, it is the scores that are missing, not the claim. */
function withoutNumber(claim: Claim, input: ClaimInput): Judged {
  const arms = armsOf(claim, null, input);
  const missing = input.readings.missing(arms);
  const wasRun = arms.length > 0 && arms.every((arm) => input.readings.has(arm));
  const none = { claim, finding: null, bounds: null };
  const why = whyNotDrawn(claim, input);
  if (why !== null) return { ...none, verdict: "not-measured", reason: why };
  return wasRun
    ? {
        ...none,
        verdict: "undecided",
        reason: `no number can be made of its blocks${missing === 0 ? "" : ` (${missing} scores are missing)`}`,
      }
    : { ...none, verdict: "not-measured", reason: "its arms were not run" };
}

function boundsOf(extremes: MissingExtremes | null): Judged["bounds"] {
  const low = extremes?.low?.inference?.estimate;
  const high = extremes?.high?.inference?.estimate;
  return low === undefined || high === undefined ? null : { low, high };
}

function couldChange(bounds: Judged["bounds"], input: ClaimInput, claim: Claim): string {
  const missing = input.readings.missing(armsOf(claim, null, input));
  const range =
    bounds === null ? "" : ` (from ${bounds.low.toFixed(3)} to ${bounds.high.toFixed(3)})`;
  return `${missing} missing scores could change it${range}`;
}

/**
 * The verdicts of one family's findings. Both directions are Holm-corrected over the findings that can be
 * decided; a gated one takes no part in the correction.
 */
export function familyVerdicts(findings: readonly (Finding | null)[]): Verdict[] {
  const decided = findings.filter((finding) => finding !== null).filter(canBeDecided);
  const support = holm(decided.map(pSupported));
  const refute = holm(decided.map(pRefuted));
  return findings.map((finding) => {
    if (finding === null) return "not-measured";
    if (!canBeDecided(finding)) return "undecided";
    const place = decided.indexOf(finding);
    return verdictOf(support[place] ?? 1, refute[place] ?? 1);
  });
}

function canBeDecided({ gate, inference }: Finding): boolean {
  return gate === null && inference !== null;
}

// Strictly below, as a limit that touches the threshold is not beyond it.
function verdictOf(support: number, refute: number): Verdict {
  if (support < supportLevel) return "supported";
  if (refute < refuteLevel) return "refuted";
  return "inconclusive";
}

function pSupported({ pSupported: own, inference, threshold }: Finding): number {
  return own ?? inference?.pGreater(threshold) ?? 1;
}

function pRefuted({ pRefuted: own, inference, threshold }: Finding): number {
  return own ?? inference?.pLess(threshold) ?? 1;
}
