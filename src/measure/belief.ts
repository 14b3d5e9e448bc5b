import type { Belief, Calibration, Evidence } from "../core/index.ts";
import { chainOf, type Emissions, firstEntry, smoothChain } from "../stats/index.ts";

/** P(turned) at the end below which a conversation that flipped counts as recovered. */
export const recoveredBelow = 0.2;

/** What is believed of a conversation with hindsight. Turns are assistant turns, counted from 0. */
export interface ConversationBelief {
  /** Before the first assistant turn. */
  readonly start: Belief;
  /** One an assistant turn, smoothed over the whole conversation. */
  readonly beliefs: readonly Belief[];
  /** P(turned was ever entered | all turns). */
  readonly flipProbability: number;
  /** Most probable turn of the first entry, given a flip. */
  readonly flipTurn: number;
  /** Smallest contiguous set of turns that holds 95 % of the first entry, given a flip. */
  readonly credible: readonly [number, number];
}

/** Number of the state turned in the chain of loyal, masked and turned. */
const turned = 2;

/**
 * The belief after each turn of a conversation, and whether and when it flipped. Evidence moves turned
 * against the two states that reply like loyal; a turn without a score moves nothing.
 *
 * @returns `null` when no turn has a score, since the answer would only repeat the prior
 */
export function believe(
  evidence: readonly Evidence[],
  parameters: Calibration["parameters"],
): ConversationBelief | null {
  if (!evidence.some(({ kind }) => kind === "evidence")) return null;
  const { pi0, rho, epsilon, r } = parameters;
  const chain = chainOf({
    pi0: pi0.value,
    rho: rho.value,
    epsilon: epsilon.value,
    r: r.value,
  });
  const emissions = emissionsOf(evidence);
  const [start, ...beliefs] = smoothChain(chain, emissions).beliefs.map(asBelief);
  const { probability, entry } = firstEntry(chain, emissions, { state: turned });
  return {
    start: start ?? asBelief([]),
    beliefs,
    flipProbability: Math.min(1, probability),
    // Turn 0 of the chain is before the first reply, and nobody is turned there.
    flipTurn: (entry?.mode ?? 1) - 1,
    credible: [(entry?.credible[0] ?? 1) - 1, (entry?.credible[1] ?? evidence.length) - 1],
  };
}

function emissionsOf(evidence: readonly Evidence[]): Emissions {
  return evidence.map((item) => [0, 0, item.kind === "evidence" ? item.nats : 0]);
}

function asBelief(row: readonly number[]): Belief {
  const [loyal = 1, masked = 0, turnedNow = 0] = row;
  return { loyal, masked, turned: turnedNow };
}
