import { argmax, logSumExp } from "../../math/index.ts";
import { type BiasModel, biasedRows, type SeenTurns } from "./biased-rows.ts";
import { contiguousSet } from "./contiguous-set.ts";
import type { FirstEntry } from "./first-entry.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import { scaledPass } from "./scaled-pass.ts";

/** A conversation seen through evidence whose bias is not known. */
export interface BiasedBelief {
  /** P(state at t | all turns), t = 0 … n, where 0 is before turn 1; shape (n + 1 × states). */
  readonly beliefs: readonly (readonly number[])[];
  /** Whether and when the state was entered first; 95 % set. */
  readonly flip: FirstEntry;
  /** The conversation's own bias as far as its turns tell, in nats: mean and standard deviation. */
  readonly bias: { readonly mean: number; readonly standardDeviation: number };
}

/**
 * Belief with hindsight where every conversation has a bias of its own in the evidence (a writer's style, a
 * topic), which must not pass for a flip.
 *
 * Model: evidence of turn t is N(±d/2 + b, (1 − c)·d), + in the state and − outside of it, with one b a
 * conversation from N(0, c·d); d the separation, c the correlation. d as the variance too makes a single
 * turn's log-likelihood ratio, b unknown, the evidence itself; b known, it is (evidence − b)/(1 − c). b is
 * integrated out on an even grid whose steps are at most ¾ of what the turns can tell b apart by; each node is one pass of the
 * chain. With c = 0 this is the plain smoother.
 *
 * Why not an exponent: the exact ratio of n turns *all* in the state is the sum of evidence over
 * 1 + (n − 1)·c ({@link temperFactor}), but a change within the conversation is seen against its own past, where b cancels. In
 * simulations (docs/methods.md) the exponent kept false alarms as low and lost most flips.
 *
 * Source: random intercepts, e.g. Altman 2007, "Mixed hidden Markov models",
 * https://doi.org/10.1198/016214506000001086. Deviation: both variances are tied to the separation.
 *
 * Forks, where there are any, are replies of the same conversation that were not kept (`forkLogs`); they
 * share its bias. Without them nothing changes.
 *
 * @param evidence  log-likelihood ratio of each turn in nats; null for a turn without
 * @throws RangeError if the model is out of range, or evidence is not finite
 */
export function smoothBiased(
  chain: HiddenChain,
  evidence: readonly (number | null)[],
  model: BiasModel & Pick<SeenTurns, "forks">,
): BiasedBelief {
  const { nodes, rowsAt } = biasedRows(chain, { evidence, forks: model.forks }, model);
  const passes = nodes.map((bias) => {
    const { prior, likelihoods, log } = rowsAt(bias);
    const pass = scaledPass({ ...chain, prior }, likelihoods, model.state);
    return { pass, log: log + pass.logLikelihood };
  });
  const total = logSumExp(passes.map(({ log }) => log));
  const weights = passes.map(({ log }) => Math.exp(log - total));
  const mixed = (part: (pass: (typeof passes)[number]["pass"]) => number) =>
    passes.reduce((sum, { pass }, index) => sum + (weights[index] ?? 0) * part(pass), 0);
  const states = chain.prior.length;
  const mean = nodes.reduce((sum, bias, index) => sum + (weights[index] ?? 0) * bias, 0);
  const variance = nodes.reduce((sum, bias, i) => sum + (weights[i] ?? 0) * (bias - mean) ** 2, 0);
  return {
    beliefs: Array.from({ length: evidence.length + 1 }, (_, t) =>
      Array.from({ length: states }, (__, s) =>
        mixed(({ smoothed }) => smoothed[t * states + s] ?? 0),
      ),
    ),
    flip: flipOf(
      Array.from({ length: evidence.length + 1 }, (_, t) =>
        mixed(({ entered }) => entered[t] ?? 0),
      ),
    ),
    bias: { mean, standardDeviation: Math.sqrt(variance) },
  };
}

function flipOf(entered: readonly number[]): FirstEntry {
  const probability = entered.reduce((sum, p) => sum + p, 0);
  if (!(probability > 0)) return { probability: 0, entry: null };
  const distribution = entered.map((p) => p / probability);
  return {
    probability: Math.min(1, probability),
    entry: {
      distribution,
      mode: argmax(distribution),
      credible: contiguousSet(distribution, 0.95),
    },
  };
}
