/**
 * What to multiply the evidence of each of several turns by, so that their sum says no more than they do
 * together when they share a bias: 1 / (1 + (n − 1)·c), the inverse of the design effect.
 *
 * Derivation: let evidence of turn t be x_t = ±d/2 + b + w_t with Var b = c·d, Var w = (1 − c)·d (calibrated, so
 * that one turn's log-likelihood ratio is x itself). The ratio of n turns *all* turned against all loyal is
 * d·1ᵀΣ⁻¹x with Σ = (1 − c)·d·I + c·d·11ᵀ, which is Σx_t / (1 + (n − 1)·c).
 *
 * Exact for a conversation that is one or the other throughout, and far too timid for one that changes on
 * the way: see {@link smoothBiased}. Source of the design effect: Kish 1965, "Survey Sampling", section 5.4.
 *
 * @param correlation  within a conversation, in [0, 1]
 * @param turns  number of turns with evidence, at least 1
 * @returns in (0, 1]
 * @throws RangeError if an argument is out of range
 */
export function temperFactor(correlation: number, turns: number): number {
  if (!(correlation >= 0 && correlation <= 1)) {
    throw new RangeError(`correlation must lie in [0, 1], not ${correlation}`);
  }
  if (!(turns >= 1 && turns < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`turns must be at least 1, not ${turns}`);
  }
  return 1 / (1 + (turns - 1) * correlation);
}
