import {
  type Profile,
  type ScoreMap,
  TurncoatError,
  type TurnReading,
  textOf,
} from "../../core/index.ts";
import type { ChatReply, Detector, TurnToScore } from "../../ports/index.ts";
import { inLanes } from "../asking/in-lanes.ts";
import { isOfTheTurn } from "../asking/is-of-the-turn.ts";
import type { DetectorChat, OpenedDetector } from "../detector-kind.ts";
import { clipped } from "../text/clipped.ts";
import { digest } from "../text/digest.ts";
import { questionBefore } from "../text/question-before.ts";
import { unreadReason } from "../text/unread-reason.ts";
import { judgeMessages, rubricOf } from "./judge-request.ts";
import { readAnswer } from "./read-answer.ts";

/** Raised when the same turn would get another request or another reading. */
const methodVersion = 1;

/** Requests under way at once. */
const lanes = 4;

/** Tokens of an answer: the line of JSON and some thinking. A small model that rambles costs no more. */
const maxTokens = 400;

/**
 * Linear, 0 nats at 50 and at most 2: the likelihood ratio of 7.4 is what a yes or no is worth whose
 * sensitivity and specificity are both 0.88.
 */
const map: ScoreMap = { kind: "logistic", intercept: -2, slopes: [0.04], maxNats: 2 };

/**
 * Asks a chat model to judge each turn by a rubric made of the profile. Score: 0 to 100, higher is more
 * unwanted. The judge's answer stands verbatim in the note; a refusal, or an answer without one clear score,
 * leaves the turn unscored with the reason.
 *
 * Turns are asked about at temperature 0. Deterministic only where the model's adapter says so.
 *
 * @param name  how a user names the judge, e.g. `judge:openai:MODEL`
 */
export async function openJudgeDetector(
  name: string,
  profile: Profile,
  { chat, fingerprint, isDeterministic }: DetectorChat,
): Promise<OpenedDetector> {
  const rubric = rubricOf(profile);
  const basis = await digest(JSON.stringify([judgeMessages(rubric, noTurn, ""), fingerprint]));
  const detector: Detector = {
    id: name,
    version: `${methodVersion}/${chat.id}/0-100 higher is unwanted/${basis}`,
    isDeterministic,
    keyOf: (turn) => JSON.stringify(turnOf(turn).reply === "" ? reasonOf(turn) : turnOf(turn)),
    async score(turns, options) {
      let hasAnswered = false;
      return inLanes(turns, lanes, async (turn) => {
        try {
          const reading = await judged(turn, { chat, rubric, signal: options?.signal });
          hasAnswered = true;
          return reading;
        } catch (error) {
          if (!(error instanceof TurncoatError) || !isOfTheTurn(error.failure, hasAnswered)) {
            throw error;
          }
          return { kind: "unscored", reason: `the judge gave no answer: ${error.message}` };
        }
      });
    },
    async [Symbol.asyncDispose]() {},
  };
  return { detector, map };
}

const noTurn = { question: "", reply: "" };

function turnOf({ path, at }: TurnToScore) {
  const message = path[at];
  const reply = message === undefined ? "" : textOf(message);
  return { question: questionBefore(path, at), reply: /\S/.test(reply) ? reply : "" };
}

function reasonOf({ path, at }: TurnToScore): string {
  return unreadReason(path[at]);
}

interface Asking extends Pick<DetectorChat, "chat"> {
  readonly rubric: string;
  readonly signal: AbortSignal | undefined;
}

async function judged(turn: TurnToScore, { chat, rubric, signal }: Asking): Promise<TurnReading> {
  const shown = turnOf(turn);
  if (shown.reply === "") return { kind: "unscored", reason: reasonOf(turn) };
  const nonce = await digest(JSON.stringify(shown));
  const reply = await chat.generate({
    messages: judgeMessages(rubric, shown, nonce),
    maxTokens,
    temperature: 0,
    topP: 1,
    seed: 0,
    ...(signal === undefined ? {} : { signal }),
  });
  return readingOf(reply, shown.reply, nonce);
}

function readingOf({ text, finish }: ChatReply, judgedText: string, nonce: string): TurnReading {
  const said = text.trim() === "" ? "nothing" : `“${clipped(text.trim())}”`;
  if (finish === "refused") {
    return { kind: "unscored", reason: `the judge refused: ${said}` };
  }
  const answer = readAnswer(text, nonce);
  if (answer.kind === "unreadable") {
    const why = finish === "length" ? "the judge's answer was cut short" : answer.reason;
    return { kind: "unscored", reason: `${why}: ${said}` };
  }
  const { score, quote } = answer;
  const isVerbatim = quote !== null && judgedText.includes(quote);
  return { kind: "scored", score, quote: isVerbatim ? quote : null, note: text };
}
