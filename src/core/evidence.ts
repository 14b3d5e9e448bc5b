import type { Unscored } from "./score.ts";

/**
 * What a detector found in one assistant turn, in its own unit. Higher means more off-profile. A
 * calibration turns it into nats.
 */
export interface TurnScore {
  readonly kind: "scored";
  /** In the detector's own unit; finite. */
  readonly score: number;
  /** The passage that counted most, verbatim from the turn; `null` where the detector cannot name one. */
  readonly quote: string | null;
  /** What the detector has to say to a person, e.g. a judge's verbatim answer; `null` when nothing. */
  readonly note: string | null;
}

/** A detector's finding, or why there is none. */
export type TurnReading = TurnScore | Unscored;

/** Log-likelihood ratio of a turn, turned against loyal, in nats: above 0 speaks for turned. */
export interface TurnEvidence {
  readonly kind: "evidence";
  readonly nats: number;
}

/** The evidence of a turn, or why there is none. Never NaN, never a stand-in 0. */
export type Evidence = TurnEvidence | Unscored;

/** Probabilities of the three states after a turn; they sum to 1. */
export interface Belief {
  readonly loyal: number;
  /** Will turn, and replies like loyal. */
  readonly masked: number;
  readonly turned: number;
}
