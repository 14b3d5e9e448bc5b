/** How probable a model finds one given reply after one given context. */
export interface ReplyScore {
  readonly kind: "scored";
  /** Natural log of the probability of the reply and its end of turn, in nats; at most 0. */
  readonly totalLogprob: number;
  /** Tokens scored, the end of turn included; at least 1. */
  readonly tokens: number;
}

/** A score that could not be made, and why. Never a stand-in number. */
export interface Unscored {
  readonly kind: "unscored";
  readonly reason: string;
}

/** Either a score or the reason why there is none. */
export type Score = ReplyScore | Unscored;

/** Mean log-probability per token of a reply, in nats; at most 0. */
export function logprobPerToken(score: ReplyScore): number {
  return score.totalLogprob / score.tokens;
}
