import type { Behaviour } from "../core/index.ts";
import type { ForkReader } from "../ports/index.ts";

/** How contexts are asked off the record, and how much that may cost. */
export interface ForkParts {
  readonly reader: ForkReader;
  /** Its items are the questions. */
  readonly behaviour: Behaviour;
  /** Whether asking costs money. */
  readonly isPaid: boolean;
  /** Allows forks where asking costs money. */
  readonly isPaidAllowed: boolean;
  /** Belief is uncertain while P(masked or turned) is in this range, ends included. */
  readonly between: readonly [low: number, high: number];
  /** Questions a time, at least 1. */
  readonly questions: number;
  /** Most tokens of a drawn reply; what a fork is assumed to cost before it is drawn. */
  readonly replyTokens: number;
  /** Most tokens of all forks of a conversation as a share of the tokens that it has itself used. */
  readonly tokenShare: number;
  /** Most forks a minute, over all conversations. */
  readonly perMinute: number;
  /** Whole number that fixes which questions are chosen and how replies are drawn. */
  readonly seed: number;
}

/**
 * Moderate: a doubtful conversation gets 3 questions now and then, at most a fifth of its own tokens, and all
 * together at most 30 a minute. Chosen, not measured.
 */
export const forkDefaults = {
  isPaidAllowed: false,
  between: [0.2, 0.8],
  questions: 3,
  replyTokens: 96,
  tokenShare: 0.2,
  perMinute: 30,
} as const satisfies Partial<ForkParts>;
