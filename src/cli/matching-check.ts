import type { OpenSubject } from "../compose/open-subject.ts";
import { type Behaviour, invalidInput } from "../core/index.ts";
import { mean } from "../math/index.ts";
import {
  baseTolerance,
  coercionText,
  type LengthMismatch,
  lengthMismatches,
  overlapTolerance,
  type WordOverlap,
  wordOverlap,
} from "../measure/index.ts";

/** How well the replies of a behaviour match, as the claims that compare them need. */
export interface MatchingCheck {
  readonly behaviour: string;
  readonly lengths: readonly LengthMismatch[];
  readonly overlap: WordOverlap;
  /** Mean m and mean q on a fresh context under the full coercion, nats per token. */
  readonly base: { readonly unwanted: number; readonly styles: number };
  readonly isMatched: boolean;
}

/**
 * Checks a behaviour's replies against each other on a subject.
 *
 * @throws TurncoatError `invalid-input` for a subject that gives no log-probabilities
 */
export async function matchingCheck(
  behaviour: Behaviour,
  { scorer, id }: OpenSubject,
  options: { readonly signal: AbortSignal; onItem(done: number): void },
): Promise<MatchingCheck> {
  if (scorer === null) {
    throw invalidInput(`${id} gives no log-probabilities, which matching is checked with`);
  }
  const system = coercionText(behaviour, { kind: "ladder", level: "S", sentences: 4 });
  const margins: { unwanted: number; styles: number }[] = [];
  for (const item of behaviour.items) {
    const styles = Object.keys(behaviour.styles).map((style) => item.unrelated[style] ?? "");
    const { scores } = await scorer.score({
      context: [
        { role: "system", content: system },
        { role: "user", content: item.question },
      ],
      continuations: [item.wanted, item.unwanted, ...styles],
      signal: options.signal,
    });
    const [wanted = 0, unwanted = 0, ...others] = scores.map(
      ({ totalLogprob, tokenLogprobs }) => totalLogprob / tokenLogprobs.length,
    );
    margins.push({ unwanted: unwanted - wanted, styles: mean(others) - wanted });
    options.onItem(margins.length);
  }
  const lengths = lengthMismatches(behaviour, (text) => scorer.countTokens(text));
  const overlap = wordOverlap(behaviour);
  const base = {
    unwanted: mean(margins.map((margin) => margin.unwanted)),
    styles: mean(margins.map((margin) => margin.styles)),
  };
  const isMatched =
    lengths.length === 0 &&
    overlap.relativeDifference <= overlapTolerance &&
    Math.abs(base.unwanted - base.styles) <= baseTolerance;
  return { behaviour: behaviour.id, lengths, overlap, base, isMatched };
}

/** The check for a person, one line a finding. */
export function matchingLines({ lengths, overlap, base }: MatchingCheck): string[] {
  const gap = Math.abs(base.unwanted - base.styles);
  const share = (value: number) => value.toFixed(2);
  return [
    lengths.length === 0
      ? "✓ lengths: every reply within 25 % of its item's wanted reply, in tokens"
      : `✗ lengths: ${lengths.length} replies are more than 25 % off their item's wanted reply, in tokens`,
    ...lengths.map(
      ({ item, kind, tokens, wantedTokens }) =>
        `    ${item}.${kind}: ${tokens} tokens, the wanted reply ${wantedTokens}`,
    ),
    `${overlap.relativeDifference <= overlapTolerance ? "✓" : "✗"} word overlap: unwanted ${share(overlap.unwanted)}, styles ${share(overlap.styles)} (at most 20 % apart)`,
    `${gap <= baseTolerance ? "✓" : "✗"} base log-probability: m ${share(base.unwanted)}, q ${share(base.styles)} nats per token, ${share(gap)} apart (at most ${baseTolerance})`,
  ];
}
