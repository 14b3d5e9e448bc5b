import type { Calibration } from "../../core/index.ts";

/** The calibrated chain as one number: turned, or not. */
export interface TwoStates {
  /** Belief in turned in a fresh context. */
  readonly pi0: number;
  /** Chance a turn of turning. */
  readonly rho: number;
  /** Chance a turn of coming back by itself. */
  readonly r: number;
  /** Belief that a rewind leaves where it had truly turned. */
  readonly afterRewind: number;
}

/**
 * The chain of loyal, masked and turned reduced to P(turned), so that value iteration has one number to walk along.
 *
 * Loyal and masked become one state. Its chance of turning keeps the mean life 1/ρ + 1/ε until a model turns: 1/(1/ρ +
 * 1/ε). A fresh context counts as turned with π₀ outright, although it is only masked: dearer than it is, so slow to clear.
 * A rewind takes a turned conversation back to the masked one that it had been, whose chance of turning in the next turn
 * is ε; it leaves the belief with that chance, and at least π₀.
 *
 * What is lost: a mask gives no sign, so the hazard of the true chain rises over silent turns and jumps once it has turned
 * before; here it is flat. P(masked) moves nothing: a policy never acts on a suspicion that no reply has borne out. Fork-probes
 * sharpen P(masked), and so change what is believed once it turns, not the choice before.
 */
export function twoStates({ parameters }: Pick<Calibration, "parameters">): TwoStates {
  const { pi0, epsilon, r } = parameters;
  const life = 1 / parameters.rho.value + 1 / epsilon.value;
  const rho = 1 / life;
  // q = b(1 − r) + (1 − b)ρ = ε, solved for b.
  const slope = 1 - r.value - rho;
  const asMasked = slope > 0 ? (epsilon.value - rho) / slope : 1;
  return {
    pi0: pi0.value,
    rho,
    r: r.value,
    afterRewind: Math.min(1, Math.max(pi0.value, asMasked)),
  };
}
