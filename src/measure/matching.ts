import type { Behaviour } from "../core/index.ts";
import { mean } from "../math/index.ts";

/** Largest difference of fresh base margins at which u and v still count as matched, nats per token. */
export const baseTolerance = 0.25;
/** Largest relative difference of word overlap at which u and v still count as matched. */
export const overlapTolerance = 0.2;

/** How far replies of one kind share their words from item to item. */
export interface WordOverlap {
  /** Mean share of a reply's distinct words that another item's reply of the same kind has too, in [0, 1]. */
  readonly unwanted: number;
  /** The same, mean over the styles. */
  readonly styles: number;
  /** |unwanted - styles| over the larger, in [0, 1]. */
  readonly relativeDifference: number;
}

/**
 * Word overlap between history and probe replies, for unwanted replies and for styles.
 *
 * A slip primes its own words whatever it means; only with equal overlap can the unwanted reply and an
 * unrelated style be compared (docs/methods.md, C01). Quadratic in the number of items.
 */
export function wordOverlap(behaviour: Behaviour): WordOverlap {
  const unwanted = overlapAmong(behaviour.items.map((item) => item.unwanted));
  const styles = mean(
    Object.keys(behaviour.styles).map((style) =>
      overlapAmong(behaviour.items.map((item) => item.unrelated[style] ?? "")),
    ),
  );
  const larger = Math.max(unwanted, styles);
  return {
    unwanted,
    styles,
    relativeDifference: larger === 0 ? 0 : Math.abs(unwanted - styles) / larger,
  };
}

function overlapAmong(texts: readonly string[]): number {
  const sets = texts.map(distinctWords);
  const shares = sets.flatMap((left, i) =>
    sets.flatMap((right, j) => (i === j ? [] : [sharedShare(left, right)])),
  );
  return shares.length === 0 ? 0 : mean(shares);
}

function distinctWords(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
}

function sharedShare(left: Set<string>, right: Set<string>): number {
  if (left.size === 0) return 0;
  return [...left].filter((word) => right.has(word)).length / left.size;
}

/** Reply lengths of an item against its wanted reply: the kinds that lie outside the band. */
export interface LengthMismatch {
  readonly item: string;
  readonly kind: string;
  readonly tokens: number;
  readonly wantedTokens: number;
}

/** Largest relative difference in token length between a reply and its item's wanted reply. */
export const lengthTolerance = 0.25;

/** Replies whose token length differs from the wanted one's by more than 25 %. */
export function lengthMismatches(
  behaviour: Behaviour,
  countTokens: (text: string) => number,
): LengthMismatch[] {
  return behaviour.items.flatMap((item) => {
    const wantedTokens = countTokens(item.wanted);
    const { unwanted, neutral, mistake, refusal } = item;
    return Object.entries({ unwanted, neutral, mistake, refusal, ...item.unrelated })
      .map(([kind, text]) => ({ item: item.id, kind, tokens: countTokens(text), wantedTokens }))
      .filter(({ tokens }) => Math.abs(tokens - wantedTokens) > lengthTolerance * wantedTokens);
  });
}
