import { argmax, logSumExp } from "../../math/index.ts";
import { contiguousSet } from "./contiguous-set.ts";
import type { FirstEntry } from "./first-entry.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import { scaledPass } from "./scaled-pass.ts";

/** How evidence behaves within and between conversations. */
export interface BiasModel {
  /** Number of the state that the evidence speaks for, e.g. 2 for turned in {@link chainOf}. */
  readonly state: number;
  /** Mean evidence of turns in that state minus that of turns in any other, in nats; above 0. */
  readonly separation: number;
  /** Intraclass correlation of evidence within a conversation, state held fixed, in [0, 1). */
  readonly correlation: number;
}

/** A conversation seen through evidence whose bias is not known. */
export interface BiasedBelief {
  /** P(state at t | all turns), t = 0 … n, where 0 is before turn 1; shape (n + 1 × states). */
  readonly beliefs: readonly (readonly number[])[];
  /** Whether and when the state was entered first; 95 % set. */
  readonly flip: FirstEntry;
  /** The conversation's own bias as far as its turns tell, in nats: mean and standard deviation. */
  readonly bias: { readonly mean: number; readonly standardDeviation: number };
}

/** Biases looked at lie within this many standard deviations between conversations. */
const reach = 3.5;
/** A conversation so long that it asks for more nodes gets this many. */
const mostNodes = 201;
/** Least likelihood of a state relative to the best one, so that no product leaves the range of a double. */
const mostNats = 600;

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
 * @param evidence  log-likelihood ratio of each turn in nats; null for a turn without
 * @throws RangeError if the model is out of range, or evidence is not finite
 */
export function smoothBiased(
  chain: HiddenChain,
  evidence: readonly (number | null)[],
  model: BiasModel,
): BiasedBelief {
  requireModel(chain, model);
  requireEvidence(evidence);
  const nodes = nodesFor(evidence, model);
  const passes = nodes.map((bias) => {
    const { likelihoods, logScale } = rowsAt(bias, evidence, { model, states: chain.prior.length });
    const pass = scaledPass(chain, likelihoods, model.state);
    return { pass, log: priorLog(bias, model) + logScale + pass.logLikelihood };
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

function requireModel(chain: HiddenChain, { state, separation, correlation }: BiasModel): void {
  if (chain.prior[state] === undefined) {
    throw new RangeError(`no state ${state} in a chain of ${chain.prior.length}`);
  }
  if (!(separation > 0 && separation < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`separation must be finite and above 0, not ${separation}`);
  }
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`correlation must lie in [0, 1), not ${correlation}`);
  }
}

function requireEvidence(evidence: readonly (number | null)[]): void {
  const broken = evidence.find((nats) => nats !== null && !Number.isFinite(nats));
  if (broken !== undefined) throw new RangeError(`evidence must be finite or null, not ${broken}`);
}

/** Biases on an even grid, or 0 alone where there is none to speak of. */
function nodesFor(
  evidence: readonly (number | null)[],
  { separation, correlation }: BiasModel,
): number[] {
  const seen = evidence.filter((nats) => nats !== null).length;
  if (correlation === 0 || seen === 0) return [0];
  const between = Math.sqrt(correlation * separation);
  const within = Math.sqrt((1 - correlation) * separation);
  const tellable = 1 / Math.hypot(1 / between, Math.sqrt(seen) / within);
  const half = Math.min(Math.ceil((reach * between) / (0.75 * tellable)), (mostNodes - 1) / 2);
  return Array.from({ length: 2 * half + 1 }, (_, i) => (reach * between * (i - half)) / half);
}

function priorLog(bias: number, { separation, correlation }: BiasModel): number {
  return correlation === 0 ? 0 : -(bias ** 2) / (2 * correlation * separation);
}

/** Likelihoods of all turns at one bias, each turn's greatest being 1, and the nats taken out for that. */
function rowsAt(
  bias: number,
  evidence: readonly (number | null)[],
  { model, states }: { readonly model: BiasModel; readonly states: number },
) {
  const { state, separation, correlation } = model;
  const likelihoods = new Float64Array(evidence.length * states).fill(1);
  let logScale = 0;
  for (const [turn, nats] of evidence.entries()) {
    if (nats === null) continue;
    const off = nats + separation / 2 - bias;
    const outside = -(off ** 2) / (2 * (1 - correlation) * separation);
    const ratio = (nats - bias) / (1 - correlation);
    logScale += outside + Math.max(0, ratio);
    const [low, high] = [Math.exp(Math.max(-mostNats, -Math.abs(ratio))), 1];
    likelihoods.fill(ratio > 0 ? low : high, turn * states, (turn + 1) * states);
    likelihoods[turn * states + state] = ratio > 0 ? high : low;
  }
  return { likelihoods, logScale };
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
