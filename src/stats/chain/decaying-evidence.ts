import { logSumExp, sigmoid } from "../../math/index.ts";

/** The rival that adds evidence up. */
export interface DecayOptions {
  /** Log-odds of turned before turn 1, in nats; finite. */
  readonly priorLogOdds: number;
  /** What is left of the evidence so far at the next turn, in [0, 1]: 1 sums it all up, 0 forgets it. */
  readonly decay: number;
}

/** Belief without a chain behind it. */
export interface DecayingBelief {
  /** P(turned) after each turn. */
  readonly probabilities: readonly number[];
  /** log P(turn | turns before it), relative to a loyal turn, in nats; comparable with a chain's on `[0, 0, nats]`. */
  readonly logScores: readonly number[];
  /** Their sum. */
  readonly logLikelihood: number;
}

/**
 * The rival to a chain: log-odds that add up and fade towards the prior.
 *
 * λ_t = prior + decay·(λ_{t−1} − prior) + evidence_t. Before turn t its probability of turned is p, and its log score
 * ln(1 − p + p·e^evidence). With decay 1 it is a conversation that never changes: turned throughout or not at all.
 *
 * @param evidence  log-likelihood ratio of each turn in nats; null for a turn without
 * @throws RangeError if an option is out of range, or evidence is not finite
 */
export function decayingEvidence(
  evidence: readonly (number | null)[],
  { priorLogOdds, decay }: DecayOptions,
): DecayingBelief {
  if (!Number.isFinite(priorLogOdds)) {
    throw new RangeError(`prior log-odds must be finite, not ${priorLogOdds}`);
  }
  if (!(decay >= 0 && decay <= 1)) throw new RangeError(`decay must lie in [0, 1], not ${decay}`);
  let gathered = 0;
  const logScores: number[] = [];
  const probabilities = evidence.map((nats) => {
    if (nats !== null && !Number.isFinite(nats)) {
      throw new RangeError(`evidence must be finite or null, not ${nats}`);
    }
    gathered *= decay;
    logScores.push(mixed(priorLogOdds + gathered, nats ?? 0));
    gathered += nats ?? 0;
    return sigmoid(priorLogOdds + gathered);
  });
  return { probabilities, logScores, logLikelihood: logScores.reduce((sum, x) => sum + x, 0) };
}

/** ln(1 − p + p·e^nats) from the log-odds of p, without overflow. */
function mixed(logOdds: number, nats: number): number {
  return logSumExp([-softplus(logOdds), nats - softplus(-logOdds)]);
}

/** ln(1 + e^x). */
function softplus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}
