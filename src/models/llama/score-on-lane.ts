import type { ControlledEvaluateInputItem, Token } from "node-llama-cpp";
import { TurncoatError } from "../../core/index.ts";
import type { ContinuationScore, ScoreReply } from "../../ports/index.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { eraseFrom, type Lane, prefill, type TokenContext } from "./prefill.ts";

/** A context and replies, in tokens. */
export interface TokenScoreRequest extends TokenContext {
  /** Each ends with its end of turn; never empty. */
  readonly continuations: readonly (readonly number[])[];
}

/**
 * Scores replies after a context on one lane: turns that the lane already remembers are kept, the rest of
 * the context is evaluated once; each reply is a fork that is erased afterwards.
 *
 * The reply's last token is never evaluated: nothing is read after it.
 */
export async function scoreOnLane(lane: Lane, request: TokenScoreRequest): Promise<ScoreReply> {
  const { context, continuations, signal } = request;
  const { reusedTokens, tail } = await prefill(lane, request);
  const openings = continuations.map(([token]) => token).filter((token) => token !== undefined);
  const starts = await logprobsAfter(lane, tail, [...new Set(openings)]);
  let evaluatedTokens = context.length - reusedTokens;
  const scores: ContinuationScore[] = [];
  for (const tokens of continuations) {
    stopIfCancelled(signal);
    const following = await scoreFork(lane, context.length, tokens);
    const tokenLogprobs = [known(starts, tokens[0]), ...following];
    evaluatedTokens += following.length;
    const totalLogprob = tokenLogprobs.reduce((sum, value) => sum + value, 0);
    scores.push({ totalLogprob, tokenLogprobs });
  }
  return { scores, evaluatedTokens, reusedTokens };
}

async function scoreFork(
  lane: Lane,
  contextLength: number,
  tokens: readonly number[],
): Promise<number[]> {
  if (tokens.length <= 1) return [];
  try {
    return await followingLogprobs(lane, tokens);
  } finally {
    await eraseFrom(lane, contextLength);
  }
}

async function logprobsAfter(
  lane: Lane,
  tokens: readonly number[],
  wanted: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const last = tokens.length - 1;
  const input = tokens.map((token, index) =>
    index === last ? asking(token, wanted) : asToken(token),
  );
  const results = await lane.controlledEvaluate(input);
  return new Map(wanted.map((token) => [token, logprobOf(results[last], token)]));
}

async function followingLogprobs(lane: Lane, tokens: readonly number[]): Promise<number[]> {
  const input = tokens.slice(0, -1).map((token, index) => asking(token, [tokens[index + 1] ?? 0]));
  const results = await lane.controlledEvaluate(input);
  return tokens.slice(1).map((token, index) => logprobOf(results[index], token));
}

// Temperature 0 makes the engine's own choice the most probable token, whose logit is then the maximum
// (its filter `includeMax` adds none in 3.22.1); any other temperature would truncate the distribution
// before it is reported.
function asking(token: number, next: readonly number[]): ControlledEvaluateInputItem {
  return [
    asToken(token),
    {
      generateNext: {
        logits: { filter: { tokens: next.map(asToken), includeSelected: true } },
        totalLogitWeight: true,
        options: { temperature: 0 },
      },
    },
  ];
}

type Evaluated = Awaited<ReturnType<Lane["controlledEvaluate"]>>[number];

/** log p = logit - max logit - ln(sum of exp(logit - max logit)), in nats. */
function logprobOf(result: Evaluated, token: number): number {
  const logits = result?.next.logits;
  const weight = result?.next.totalLogitWeight;
  const own = logits?.get(asToken(token));
  if (logits === undefined || weight === undefined || own === undefined) {
    throw new TurncoatError("the engine returned no logit for a token that was asked for", {
      kind: "model-output",
      reason: `no logit for token ${token}`,
    });
  }
  const highest = [...logits.values()].reduce((a, b) => Math.max(a, b));
  const logprob = own - highest - Math.log(weight);
  if (!Number.isFinite(logprob)) {
    throw new TurncoatError(`the engine gave token ${token} the log-probability ${logprob}`, {
      kind: "model-output",
      reason: "log-probability is not finite",
    });
  }
  // Single-precision sums may end a hair above 0.
  return Math.min(0, logprob);
}

function known(starts: ReadonlyMap<number, number>, token: number | undefined): number {
  const value = token === undefined ? undefined : starts.get(token);
  if (value === undefined) throw new RangeError("a reply needs at least its end of turn");
  return value;
}

function asToken(token: number): Token {
  // The engine brands its token ids; a token id is a plain whole number.
  return token as Token;
}
