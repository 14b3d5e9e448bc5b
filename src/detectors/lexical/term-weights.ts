import { plainShare } from "../exemplar/exemplar-set.ts";
import type { ExemplarText } from "../exemplar/exemplar-texts.ts";
import { termsOf } from "./terms.ts";

/** How much each word and pair of words of a profile's own texts speaks for unwanted. */
export interface TermWeights {
  /**
   * Log-odds of a term, unwanted against on-profile; above 0 speaks for unwanted, 0 for one that no text has.
   *
   * @param without  group whose texts are left out; `null` for none
   */
  weightOf(term: string, without?: string | null): number;
  /** Whether any text has the term. */
  isKnown(term: string): boolean;
}

/**
 * Weight of the prior, in terms, against the terms of one side: strong enough that a word of one item
 * says little.
 */
const priorTerms = 400;

type Counts = Record<ExemplarText["side"], number>;
const none: Counts = { unwanted: 0, wanted: 0, plain: 0 };

/**
 * Learns from wanted, unwanted and plain texts how much each term speaks for unwanted: log-odds with an
 * informative Dirichlet prior, which is the frequency of the term in all texts.
 *
 * δ = ln[(y + α)/(n + α₀ − y − α)] for unwanted less the same for on-profile texts, α = α₀ times the term's share of
 * all. On-profile counts are 0.7 wanted and 0.3 plain, all scaled to as many terms as the unwanted have.
 *
 * Source: Monroe, Colaresi and Quinn 2008, https://doi.org/10.1093/pan/mpn018, equations 15 and 16. Deviation: the
 * estimate itself is used, not its z-score, which would favour frequent words.
 */
export function termWeights(texts: readonly ExemplarText[]): TermWeights {
  const all = new Map<string, Counts>();
  const totals = { ...none };
  const groups = new Map<
    string,
    { readonly counts: Map<string, Counts>; readonly totals: Counts }
  >();
  for (const { side, group, text } of texts) {
    const own = groups.get(group) ?? { counts: new Map<string, Counts>(), totals: { ...none } };
    groups.set(group, own);
    for (const term of termsOf(text)) {
      count(all, term, side);
      count(own.counts, term, side);
      totals[side]++;
      own.totals[side]++;
    }
  }
  return {
    isKnown: (term) => all.has(term),
    weightOf(term, without = null) {
      const known = all.get(term);
      if (known === undefined) return 0;
      const left = without === null ? undefined : groups.get(without);
      const sums = less(totals, left?.totals);
      return logOdds(less(known, left?.counts.get(term)), sums);
    },
  };
}

function count(counts: Map<string, Counts>, term: string, side: ExemplarText["side"]): void {
  const known = counts.get(term) ?? { ...none };
  known[side]++;
  counts.set(term, known);
}

function less(counts: Counts, others: Counts = none): Counts {
  return {
    unwanted: counts.unwanted - others.unwanted,
    wanted: counts.wanted - others.wanted,
    plain: counts.plain - others.plain,
  };
}

/** The estimate for one term; sums are the terms of each side in all. */
function logOdds(term: Counts, sums: Counts): number {
  const size = sums.unwanted;
  const share = (side: "wanted" | "plain") => (sums[side] === 0 ? 0 : term[side] / sums[side]);
  const plain = sums.plain === 0 ? 0 : sums.wanted === 0 ? 1 : plainShare;
  const loyal = size * ((1 - plain) * share("wanted") + plain * share("plain"));
  const prior = (priorTerms * (term.unwanted + loyal)) / Math.max(1, 2 * size);
  if (prior === 0) return 0;
  const side = (y: number) => Math.log((y + prior) / (size + priorTerms - y - prior));
  return side(term.unwanted) - side(loyal);
}
