import { mean } from "../../math/index.ts";
import type { TermWeights } from "./term-weights.ts";
import { termsOf } from "./terms.ts";

/**
 * Mean weight of a text's terms; above 0 it speaks for unwanted.
 *
 * @param without  group of texts that the weights leave out; `null` for none
 * @returns `null` for a text without a word
 */
export function meanWeight(
  text: string,
  weights: TermWeights,
  without: string | null = null,
): number | null {
  const terms = termsOf(text);
  return terms.length === 0 ? null : mean(terms.map((term) => weights.weightOf(term, without)));
}
