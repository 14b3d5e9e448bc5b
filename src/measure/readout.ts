import { leastShareError } from "../stats/index.ts";

/** How forks are read: by the log-probability of given replies, or by what a detector makes of drawn ones. */
export const readoutIds = ["likelihood", "sampled"] as const;
/** See {@link readoutIds}. */
export type ReadoutId = (typeof readoutIds)[number];

/** How replies are drawn in forks, and read; part of a run's identity. */
export interface SampledDesign {
  /** Replies drawn in each fork, at least 1. */
  readonly samples: number;
  /** Most tokens of a reply. */
  readonly replyTokens: number;
  readonly temperature: number;
  readonly topP: number;
  /** Everything that decides a reply's reading, as one short text. */
  readonly detector: string;
}

/** How forked replies are drawn: the subject's plain distribution; docs/methods.md. */
export const forkSampling = { temperature: 1, topP: 1 } as const;

/** What numbers of a readout mean. */
export interface ReadoutTerms {
  readonly id: ReadoutId;
  /** Of margins, contrasts and δ. */
  readonly unit: string;
  /** The margin from which the unwanted side is the preferred one. */
  readonly crossing: number;
  /** Standard error that a contrast of two arms has at least; 0 where values are measured, not drawn. */
  readonly leastError: number;
}

/** Margins are differences of mean log-probability per token. */
export const likelihoodTerms: ReadoutTerms = {
  id: "likelihood",
  unit: "nats per token",
  crossing: 0,
  leastError: 0,
};

/**
 * Margins are shares of drawn replies that are off-profile.
 *
 * @param forks  replies drawn in each arm, at least 1
 */
export function sampledTerms(forks: number): ReadoutTerms {
  return {
    id: "sampled",
    unit: "share off-profile",
    crossing: 0.5,
    leastError: leastShareError(forks),
  };
}

/** Smallest effect of interest unless told otherwise, in the readout's unit (reference of the estimands). */
export const defaultDelta: Readonly<Record<ReadoutId, number>> = { likelihood: 0.1, sampled: 0.02 };

/** Probability of off-profile that evidence in nats comes to at even prior odds, in (0, 1). */
export function shareOff(nats: number): number {
  return 1 / (1 + Math.exp(-nats));
}
