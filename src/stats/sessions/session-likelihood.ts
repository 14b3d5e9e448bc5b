import type { ChainRates } from "../chain/hidden-chain.ts";
import type { PreparedSession, PreparedSessions } from "./session-record.ts";

/**
 * Log-likelihood of sessions under the chain of loyal, masked and turned, forks included.
 *
 * A fork is one more turn that is not kept: it shows turned with chance 0 from loyal, ε from masked and 1 − r
 * from turned (next-turn convention), each fork by itself given the state it left from. So forks tell a context
 * that is masked from a loyal one, which turns alone hardly do, and add no unknown of their own.
 *
 * @returns nats, relative to the likelihood of every reply if none was turned; −∞ where it cannot be
 */
export function sessionLikelihood({ distinct }: PreparedSessions, rates: ChainRates): number {
  let sum = 0;
  for (const session of distinct) sum += session.count * ofOne(session, rates);
  return sum;
}

function ofOne({ ratios, forks }: PreparedSession, rates: ChainRates): number {
  const { pi0, rho, epsilon, r } = rates;
  let [loyal, masked, turned] = [1 - pi0, pi0, 0];
  let logLikelihood = 0;
  for (let turn = 0; turn <= ratios.length; turn++) {
    if (turn > 0) {
      const [l, m] = [loyal, masked];
      loyal = l * (1 - rho) + turned * r;
      masked = l * rho + m * (1 - epsilon);
      turned = (m * epsilon + turned * (1 - r)) * (ratios[turn - 1] ?? 1);
    }
    for (const ratio of forks[turn] ?? []) {
      masked *= 1 + epsilon * (ratio - 1);
      turned *= 1 + (1 - r) * (ratio - 1);
    }
    const scale = loyal + masked + turned;
    if (!(scale > 0)) return Number.NEGATIVE_INFINITY;
    logLikelihood += Math.log(scale);
    loyal /= scale;
    masked /= scale;
    turned /= scale;
  }
  return logLikelihood;
}
