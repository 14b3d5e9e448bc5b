import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from "node-llama-cpp";
import { TurncoatError } from "../../core/index.ts";
import type { ContinuationScore, ScoreReply } from "../../ports/index.ts";
import { sharedPrefix } from "./lanes.ts";

/** A context and replies, in tokens. */
export interface TokenScoreRequest {
  readonly context: readonly number[];
  readonly continuations: readonly (readonly number[])[];
  readonly signal: AbortSignal | undefined;
}

/**
 * Scores replies after a context on one sequence: what the sequence already remembers of the context is
 * kept, the rest evaluated once; each reply is a fork that is erased afterwards.
 *
 * The reply's last token is never evaluated: nothing is read after it.
 */
export async function scoreOnLane(
  lane: LlamaContextSequence,
  request: TokenScoreRequest,
): Promise<ScoreReply> {
  const { context, continuations, signal } = request;
  throwIfAborted(signal);
  const reusedTokens = await rewindTo(lane, context);
  const fresh = context.slice(reusedTokens);
  const openings = continuations.map(([token]) => token).filter((token) => token !== undefined);
  const starts = await logprobsAfter(lane, fresh, [...new Set(openings)]);
  let evaluatedTokens = fresh.length;
  const scores: ContinuationScore[] = [];
  for (const tokens of continuations) {
    throwIfAborted(signal);
    const tokenLogprobs = [known(starts, tokens[0])];
    if (tokens.length > 1) {
      tokenLogprobs.push(...(await followingLogprobs(lane, tokens)));
      evaluatedTokens += tokens.length - 1;
      await eraseFrom(lane, context.length);
    }
    const totalLogprob = tokenLogprobs.reduce((sum, value) => sum + value, 0);
    scores.push({ totalLogprob, tokenLogprobs });
  }
  return { scores, evaluatedTokens, reusedTokens };
}

/**
 * Cuts a sequence back to what it shares with a context, and at least one token short of it, so that
 * something is left to evaluate.
 *
 * @returns tokens kept
 */
export async function rewindTo(
  lane: LlamaContextSequence,
  context: readonly number[],
): Promise<number> {
  const kept = Math.min(sharedPrefix(lane.contextTokens, context), context.length - 1);
  await eraseFrom(lane, kept);
  return kept;
}

async function eraseFrom(lane: LlamaContextSequence, start: number): Promise<void> {
  if (lane.nextTokenIndex > start) {
    await lane.eraseContextTokenRanges([{ start, end: lane.nextTokenIndex }]);
  }
}

async function logprobsAfter(
  lane: LlamaContextSequence,
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

async function followingLogprobs(
  lane: LlamaContextSequence,
  tokens: readonly number[],
): Promise<number[]> {
  const input = tokens.slice(0, -1).map((token, index) => asking(token, [tokens[index + 1] ?? 0]));
  const results = await lane.controlledEvaluate(input);
  return tokens.slice(1).map((token, index) => logprobOf(results[index], token));
}

// Temperature 0 makes the engine's own choice the most probable token, whose logit is then the maximum;
// any other temperature would truncate the distribution before it is reported.
function asking(token: number, next: readonly number[]): ControlledEvaluateInputItem {
  return [
    asToken(token),
    {
      generateNext: {
        token: true,
        logits: { filter: { tokens: next.map(asToken), includeSelected: true } },
        totalLogitWeight: true,
        options: { temperature: 0 },
      },
    },
  ];
}

type Evaluated = Awaited<ReturnType<LlamaContextSequence["controlledEvaluate"]>>[number];

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

/** @throws TurncoatError `cancelled` once the signal is aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new TurncoatError("stopped on request", { kind: "cancelled" }, { cause: signal.reason });
  }
}
