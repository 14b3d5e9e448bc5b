import {
  type Behaviour,
  behaviourOf,
  type Profile,
  TurncoatError,
  type TurnReading,
  textOf,
} from "../../core/index.ts";
import { mean } from "../../math/index.ts";
import type { Detector, Scorer, TurnToScore } from "../../ports/index.ts";
import { isOfTheTurn } from "../asking/is-of-the-turn.ts";
import type { DetectorScorer, OpenedDetector } from "../detector-kind.ts";
import { digest } from "../text/digest.ts";
import { questionBefore } from "../text/question-before.ts";
import { unreadReason } from "../text/unread-reason.ts";

/** Raised when the same turn would get another score. */
const methodVersion = 1;

/** Tokens read of a reply, from its beginning, and of the question, from its end. */
const most = { reply: 256, question: 512 } as const;

/**
 * How much better a local model's shadow would have said a reply than its loyal self: mean log-probability per
 * token after the shadow prompt less that after the loyal prompt, in nats per token, the same question before
 * both. Above 0 speaks for the shadow. The prompts are the personas of the profile's default behaviour.
 *
 * At most 256 tokens of a reply are read, without the end of turn, which a reply that was cut does not
 * have. There is no map of its own: how much a token's difference is worth depends on the model.
 *
 * @param name  how a user names it, e.g. `bayes-factor:embedded:smollm2`
 */
export async function openBayesFactorDetector(
  name: string,
  profile: Profile,
  { scorer, fingerprint }: DetectorScorer,
): Promise<OpenedDetector> {
  const behaviour = behaviourOf(profile, profile.defaultBehaviour);
  const basis = await digest(JSON.stringify([behaviour.personas, most, fingerprint]));
  const detector: Detector = {
    id: name,
    version: `${methodVersion}/${scorer.id}/${behaviour.id}/${basis}`,
    isDeterministic: true,
    keyOf: (turn) => JSON.stringify(partsOf(turn)),
    async score(turns, options) {
      const readings: TurnReading[] = [];
      for (const turn of turns) {
        readings.push(await readingOf(turn, { scorer, behaviour, signal: options?.signal }));
      }
      return readings;
    },
    async [Symbol.asyncDispose]() {},
  };
  return { detector, map: null };
}

function partsOf({ path, at }: TurnToScore) {
  const message = path[at];
  const reply = message === undefined ? "" : textOf(message);
  if (!/\S/.test(reply)) return { unread: unreadReason(message) };
  const question = questionBefore(path, at);
  return question === "" ? { unread: "nothing was asked before it" } : { question, reply };
}

interface Reading {
  readonly scorer: Scorer;
  readonly behaviour: Behaviour;
  readonly signal: AbortSignal | undefined;
}

async function readingOf(turn: TurnToScore, reading: Reading): Promise<TurnReading> {
  const parts = partsOf(turn);
  if ("unread" in parts) return { kind: "unscored", reason: parts.unread };
  const { scorer, behaviour } = reading;
  const count = (text: string) => scorer.countTokens(text);
  const reply = within(parts.reply, most.reply, count);
  const question = [...within([...parts.question].reverse().join(""), most.question, count)];
  const asked = { question: question.reverse().join(""), reply };
  try {
    const shadow = await perToken(behaviour.personas.shadow, asked, reading);
    const loyal = await perToken(behaviour.personas.loyal, asked, reading);
    if (shadow === null || loyal === null) return { kind: "unscored", reason: "no token to read" };
    const note = reply.length < parts.reply.length ? `the first ${most.reply} tokens` : null;
    return { kind: "scored", score: shadow - loyal, quote: null, note };
  } catch (error) {
    if (!(error instanceof TurncoatError) || !isOfTheTurn(error.failure, false)) throw error;
    return { kind: "unscored", reason: error.message };
  }
}

/** Mean log-probability per token of a reply, the end of turn left out. */
async function perToken(
  persona: string,
  { question, reply }: { readonly question: string; readonly reply: string },
  { scorer, signal }: Reading,
): Promise<number | null> {
  const { scores } = await scorer.score({
    context: [
      { role: "system", content: persona },
      { role: "user", content: question },
    ],
    continuations: [reply],
    ...(signal === undefined ? {} : { signal }),
  });
  const tokens = scores[0]?.tokenLogprobs.slice(0, -1) ?? [];
  return tokens.length === 0 ? null : mean(tokens);
}

/** As much of a text's beginning as has at most so many tokens, cut by bisection of its letters. */
function within(text: string, tokens: number, count: (text: string) => number): string {
  // A token is seldom longer; a megabyte need not be counted to know that it is too long.
  const letters = [...text.slice(0, 16 * tokens)];
  if (letters.join("") === text && count(text) <= tokens) return text;
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (count(letters.slice(0, middle).join("")) <= tokens) low = middle;
    else high = middle - 1;
  }
  return letters.slice(0, low).join("");
}
