import type { LlamaContextSequence } from "node-llama-cpp";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { sharedPrefix } from "./lanes.ts";

/** What is used of the engine's sequence: it remembers tokens, evaluates more, and can be cut back. */
export type Lane = Pick<
  LlamaContextSequence,
  "contextTokens" | "nextTokenIndex" | "controlledEvaluate" | "eraseContextTokenRanges"
>;

/** A conversation in tokens. */
export interface TokenContext {
  /** Up to where the assistant's next turn begins; never empty. */
  readonly context: readonly number[];
  /** The token that closes a turn. */
  readonly endOfTurn: number;
  readonly signal: AbortSignal | undefined;
}

/** What is left to do of a context. */
export interface Prefilled {
  /** Tokens that the lane remembered. */
  readonly reusedTokens: number;
  /** The context's last tokens, not yet evaluated; never empty. */
  readonly tail: readonly number[];
}

/**
 * Readies a lane for a context: keeps the turns that it remembers, evaluates the other whole turns, one
 * evaluation each, and leaves the rest to the caller.
 *
 * Cutting at the ends of turns makes scores depend on the request alone. Quantised weights round the
 * activations, so that tokens evaluated together round differently from the same tokens in two parts:
 * with Q8_0 by 0.1 nats a token (root mean square; 0.3 at most in 20 tokens), with F32 by 0.003. Here the
 * same turn after the same turns is always evaluated in the same way, whatever was asked before.
 *
 * @throws TurncoatError `cancelled` between two turns once the signal is aborted
 */
export async function prefill(lane: Lane, request: TokenContext): Promise<Prefilled> {
  const { context, endOfTurn, signal } = request;
  const ends = turnEnds(context, endOfTurn);
  const shared = sharedPrefix(lane.contextTokens, context);
  const reusedTokens = ends.findLast((end) => end <= shared) ?? 0;
  await eraseFrom(lane, reusedTokens);
  let start = reusedTokens;
  for (const end of ends.filter((each) => each > reusedTokens)) {
    stopIfCancelled(signal);
    // The engine brands its token ids; a token id is a plain whole number.
    await lane.controlledEvaluate(context.slice(start, end) as Parameters<Evaluate>[0]);
    start = end;
  }
  stopIfCancelled(signal);
  return { reusedTokens, tail: context.slice(start) };
}

type Evaluate = Lane["controlledEvaluate"];

/** Number of tokens up to each end of turn, rising; an end that closes the context is left out. */
export function turnEnds(context: readonly number[], endOfTurn: number): number[] {
  return context.flatMap((token, index) =>
    token === endOfTurn && index + 1 < context.length ? [index + 1] : [],
  );
}

/** Forgets the tokens from a position on. */
export async function eraseFrom(lane: Lane, start: number): Promise<void> {
  if (lane.nextTokenIndex > start) {
    await lane.eraseContextTokenRanges([{ start, end: lane.nextTokenIndex }]);
  }
}
