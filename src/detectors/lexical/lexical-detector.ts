import { type Profile, type TurnReading, textOf } from "../../core/index.ts";
import type { Detector, TurnToScore } from "../../ports/index.ts";
import type { OpenedDetector } from "../detector-kind.ts";
import { exemplarTexts } from "../exemplar/exemplar-texts.ts";
import { textBlocks } from "../text/blocks.ts";
import { digest } from "../text/digest.ts";
import { sentences } from "../text/sentences.ts";
import { unreadReason } from "../text/unread-reason.ts";
import { lexicalMap } from "./lexical-map.ts";
import { type TermWeights, termWeights } from "./term-weights.ts";
import { termsOf } from "./terms.ts";

/** Raised when the same turn would get another score. */
const methodVersion = 2;

/** English replies have more than this share of words in common with a profile; other languages have less. */
const leastKnown = 0.3;

/**
 * A cheap detector without a model: the mean over a reply's words and pairs of words of how much the profile's
 * own texts say that each speaks for unwanted. It knows no words but those of the profile.
 *
 * The quote is the sentence whose words weigh most in all. A reply most of whose words the profile does not have,
 * such as one in another language, is unscored: it would pass for a little unwanted.
 */
export async function openLexicalDetector(profile: Profile): Promise<OpenedDetector> {
  const texts = exemplarTexts(profile);
  const weights = termWeights(texts);
  const detector: Detector = {
    id: "lexical",
    version: `${methodVersion}/${await digest(JSON.stringify(texts))}`,
    isDeterministic: true,
    keyOf: (turn) => textIn(turn) || unreadReason(turn.path[turn.at]),
    score: async (turns) => turns.map((turn) => readingOf(turn, weights)),
    async [Symbol.asyncDispose]() {},
  };
  return { detector, map: lexicalMap(texts, weights) };
}

function textIn({ path, at }: TurnToScore): string {
  const message = path[at];
  return message === undefined ? "" : textOf(message);
}

function readingOf(turn: TurnToScore, weights: TermWeights): TurnReading {
  const blocks = textBlocks(textIn(turn));
  const prose = blocks.flatMap(({ kind, text }) => (kind === "prose" ? sentences(text) : []));
  let [sum, count, words, known] = [0, 0, 0, 0];
  let top = { quote: "", pull: Number.NEGATIVE_INFINITY };
  for (const { quote, text } of prose) {
    const terms = termsOf(text);
    if (terms.length === 0) continue;
    const pull = terms.reduce((total, term) => total + weights.weightOf(term), 0);
    if (pull > top.pull) top = { quote, pull };
    sum += pull;
    count += terms.length;
    const single = terms.filter((term) => !term.includes(" "));
    words += single.length;
    known += single.filter((term) => weights.isKnown(term)).length;
  }
  if (count === 0) return { kind: "unscored", reason: reasonOf(turn, blocks.length > 0) };
  if (known < leastKnown * words) {
    const reason = `too few words that the profile has: ${known} of ${words}`;
    return { kind: "unscored", reason };
  }
  return { kind: "scored", score: sum / count, quote: top.quote, note: null };
}

function reasonOf({ path, at }: TurnToScore, hasText: boolean): string {
  return hasText ? "no prose, which is all this detector reads" : unreadReason(path[at]);
}
