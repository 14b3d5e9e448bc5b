import { holm } from "../stats/index.ts";
import type { Claim, ClaimInput, Finding, Verdict } from "./claim.ts";
import { refuteLevel, supportLevel } from "./rules.ts";

/** A claim with what was found and the verdict; `finding` is `null` when it was not measured. */
export interface Judged {
  readonly claim: Claim;
  readonly finding: Finding | null;
  readonly verdict: Verdict;
  /** Why undecided or not measured, else `null`. */
  readonly reason: string | null;
}

/**
 * Judges claims together: within a family the one-sided p-values are Holm-corrected, then supported and
 * refuted are read off; estimands.md section 3. With a single claim in a family the rule is that of the
 * interval limits.
 *
 * A claim whose finding would change if the missing scores were at their worst or best is `undecided`.
 */
export function judge(claims: readonly Claim[], input: ClaimInput): Judged[] {
  const found = claims.map((claim) => ({ claim, finding: claim.evaluate(input) }));
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
  const decided = members.filter(
    ({ finding }) => finding !== null && finding.gate === null && finding.inference !== null,
  );
  const support = holmOf(decided, ({ finding }) => pSupported(finding));
  const refute = holmOf(decided, ({ finding }) => pRefuted(finding));
  return members.map((member, index) => {
    const { claim, finding } = member;
    if (finding === null) {
      return { claim, finding, verdict: "not-measured", reason: "its arms were not run" };
    }
    const reason = undecidedReason(finding, input);
    if (reason !== null) return { claim, finding, verdict: "undecided", reason };
    const place = decided.indexOf(members[index] ?? member);
    return { claim, finding, verdict: verdictOf(support[place], refute[place]), reason: null };
  });
}

function verdictOf(support: number | undefined, refute: number | undefined): Verdict {
  if (support !== undefined && support <= supportLevel) return "supported";
  if (refute !== undefined && refute <= refuteLevel) return "refuted";
  return "inconclusive";
}

function undecidedReason(finding: Finding, { readings }: ClaimInput): string | null {
  if (finding.gate !== null) return finding.gate;
  if (finding.inference === null) return "it could not be estimated";
  const missing = readings.missing(finding.arms);
  if (missing === 0 || readings.marginRange === null) return null;
  const { low, high } = readings.marginRange;
  const share = missing / Math.max(1, readings.count(finding.arms));
  const shift = share * (high - low);
  const { estimate } = finding.inference;
  const crosses =
    estimate - shift < finding.threshold !== estimate < finding.threshold ||
    estimate + shift < finding.threshold !== estimate < finding.threshold;
  return crosses
    ? `${missing} missing scores could change it (from ${(estimate - shift).toFixed(3)} to ${(estimate + shift).toFixed(3)})`
    : null;
}

function holmOf(members: readonly Member[], pOf: (member: Member) => number): readonly number[] {
  return members.length === 0 ? [] : holm(members.map(pOf));
}

function pSupported(finding: Finding | null): number {
  return finding?.pSupported ?? finding?.inference?.pGreater(finding.threshold) ?? 1;
}

function pRefuted(finding: Finding | null): number {
  return finding?.pRefuted ?? finding?.inference?.pLess(finding.threshold) ?? 1;
}
