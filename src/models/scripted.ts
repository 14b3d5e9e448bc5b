import type {
  ChatMessage,
  ChatModel,
  ChatRequest,
  ContinuationScore,
  Scorer,
} from "../ports/index.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";
import { contextPieces, countPieces, pieces, replyOfText } from "./words.ts";

/** More than any conversation of this instrument has. */
const scriptedContextLimit = 1_000_000;

/**
 * A model that answers from a function, for tests and offline examples. A word is a token.
 *
 * @param answer  the whole next assistant turn; the same request must give the same text
 */
export function scriptedModel(answer: (request: ChatRequest) => string): ChatModel {
  const reply = (request: ChatRequest) => {
    stopIfCancelled(request.signal);
    return replyOfText(answer(request), request);
  };
  return {
    id: "scripted:function",
    generate: async (request) => reply(request),
    async *stream(request) {
      const whole = reply(request);
      for (const piece of pieces(whole.text)) {
        stopIfCancelled(request.signal);
        yield piece;
      }
      return whole;
    },
  };
}

/**
 * A scorer that scores from a function, for tests and offline examples. A word is a token, and every
 * token of a reply is given the same log-probability.
 *
 * @param perToken  log-probability per token of a reply after a context, in nats; at most 0
 */
export function scriptedScorer(
  perToken: (context: readonly ChatMessage[], continuation: string) => number,
): Scorer {
  return evenScorer("scripted:function", (context) => (reply) => perToken(context, reply));
}

/**
 * A scorer whose tokens are words, all of a reply equally probable.
 *
 * @param scoring  reads a context once and gives the log-probability per token of each reply after it,
 *                 in nats; at most 0
 */
export function evenScorer(
  id: string,
  scoring: (context: readonly ChatMessage[]) => (reply: string) => number,
): Scorer {
  return {
    id,
    async score({ context, continuations, signal }) {
      stopIfCancelled(signal);
      const perToken = scoring(context);
      const scores = continuations.map((reply) => evenScore(perToken(reply), countPieces(reply)));
      const replyTokens = scores.reduce((sum, { tokenLogprobs }) => sum + tokenLogprobs.length, 0);
      return { scores, evaluatedTokens: contextPieces(context) + replyTokens, reusedTokens: 0 };
    },
    countTokens: countPieces,
    contextLimit: scriptedContextLimit,
    lanes: 1,
  };
}

function evenScore(logprobPerToken: number, tokens: number): ContinuationScore {
  if (!Number.isFinite(logprobPerToken) || logprobPerToken > 0) {
    throw new RangeError(
      `a log-probability must be finite and at most 0 nats, not ${logprobPerToken}`,
    );
  }
  const tokenLogprobs = new Array<number>(tokens).fill(logprobPerToken);
  return { totalLogprob: logprobPerToken * tokens, tokenLogprobs };
}
