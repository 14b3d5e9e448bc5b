import { sigmoid } from "../math/index.ts";

/**
 * Share of pending replies that are taken to be off-profile before they are read. A convention, not a measurement:
 * with {@link defaultHoldAbove} it holds replies above 0.75 nats (docs/decisions/0012-when-to-act.md).
 */
export const defaultPriorOffProfile = 0.05;

/**
 * Probability of being off-profile above which a single reply is held, whatever its history says. Chosen on the
 * training half of judged replies (docs/decisions/0012-when-to-act.md; `npx tsx bench/hold-threshold.ts`).
 */
export const defaultHoldAbove = 0.1;

/**
 * Probability that a single reply is off-profile, from its own evidence alone: logistic of nats + ln(p/(1 − p)).
 * The rule per reply, beside the belief about the conversation: a loyal history must not excuse one bad reply.
 *
 * @param nats  evidence of the reply, turned against loyal
 * @param prior  share of replies off-profile before reading, strictly between 0 and 1
 * @throws RangeError if nats is NaN or the prior is out of range
 */
export function offProfileProbability(nats: number, prior = defaultPriorOffProfile): number {
  if (!(prior > 0 && prior < 1)) {
    throw new RangeError(
      `the prior share of off-profile replies must lie between 0 and 1, not ${prior}`,
    );
  }
  return sigmoid(nats + Math.log(prior / (1 - prior)));
}
