import type { HiddenChain } from "./hidden-chain.ts";

/** Everything that one conversation says under one chain. */
export interface ScaledPass {
  /** In nats, relative to the likelihoods' own scale. */
  readonly logLikelihood: number;
  /** P(state at t | all turns), t = 0 … n; shape (n + 1 × states), row-major. */
  readonly smoothed: Float64Array;
  /** P(state first entered at t | all turns), t = 0 … n. */
  readonly entered: Float64Array;
}

/**
 * Smoother and first entry in one go, with scaled probabilities instead of logarithms: some ten times quicker
 * than {@link smoothChain} and {@link firstEntry}, for where a conversation is gone through many times.
 *
 * @param likelihoods  of each turn under each state, the greatest of a turn near 1 and none below 1e-260; shape
 *   (turns × states), row-major
 */
export function scaledPass(
  chain: HiddenChain,
  likelihoods: Float64Array,
  state: number,
): ScaledPass {
  const states = chain.prior.length;
  const turns = likelihoods.length / states;
  const moves = Float64Array.from(chain.transition.flat());
  const { beliefs, scales, logLikelihood } = scaledForward(chain.prior, moves, likelihoods);
  const after = scaledBackward(moves, likelihoods, scales);
  const smoothed = beliefs.map((belief, index) => belief * (after[index] ?? 0));
  for (let t = 0; t <= turns; t++) {
    let sum = 0;
    for (let s = 0; s < states; s++) sum += smoothed[t * states + s] ?? 0;
    for (let s = 0; s < states; s++)
      smoothed[t * states + s] = (smoothed[t * states + s] ?? 0) / sum;
  }
  const entered = entries({ prior: chain.prior, moves, likelihoods, scales, after, state });
  return { logLikelihood, smoothed, entered };
}

function scaledForward(prior: readonly number[], moves: Float64Array, likelihoods: Float64Array) {
  const states = prior.length;
  const turns = likelihoods.length / states;
  const beliefs = new Float64Array((turns + 1) * states);
  const scales = new Float64Array(turns);
  beliefs.set(prior);
  let logLikelihood = 0;
  for (let t = 0; t < turns; t++) {
    const [before, now] = [t * states, (t + 1) * states];
    let scale = 0;
    for (let to = 0; to < states; to++) {
      const joint = arriving(beliefs, before, moves, to) * (likelihoods[before + to] ?? 0);
      beliefs[now + to] = joint;
      scale += joint;
    }
    for (let s = 0; s < states; s++) beliefs[now + s] = (beliefs[now + s] ?? 0) / scale;
    scales[t] = scale;
    logLikelihood += Math.log(scale);
  }
  return { beliefs, scales, logLikelihood };
}

/** Probability of a state after one move, from a row of beliefs that begins at an offset. */
function arriving(beliefs: Float64Array, at: number, moves: Float64Array, to: number): number {
  const states = Math.sqrt(moves.length);
  let sum = 0;
  for (let from = 0; from < states; from++) {
    sum += (beliefs[at + from] ?? 0) * (moves[from * states + to] ?? 0);
  }
  return sum;
}

function scaledBackward(moves: Float64Array, likelihoods: Float64Array, scales: Float64Array) {
  const turns = scales.length;
  const states = Math.sqrt(moves.length);
  const after = new Float64Array((turns + 1) * states).fill(1);
  for (let t = turns - 1; t >= 0; t--) {
    const [before, now] = [t * states, (t + 1) * states];
    const scale = scales[t] ?? 1;
    for (let from = 0; from < states; from++) {
      let sum = 0;
      for (let to = 0; to < states; to++) {
        sum +=
          (moves[from * states + to] ?? 0) *
          (likelihoods[before + to] ?? 0) *
          (after[now + to] ?? 0);
      }
      after[before + from] = sum / scale;
    }
  }
  return after;
}

interface EntryInput {
  readonly prior: readonly number[];
  readonly moves: Float64Array;
  readonly likelihoods: Float64Array;
  readonly scales: Float64Array;
  readonly after: Float64Array;
  readonly state: number;
}

/** The forward pass over the other states only, and what leaves it for the state at each turn. */
function entries({ prior, moves, likelihoods, scales, after, state }: EntryInput): Float64Array {
  const states = prior.length;
  const entered = new Float64Array(scales.length + 1);
  entered[0] = (prior[state] ?? 0) * (after[state] ?? 0);
  let outside = Float64Array.from(prior);
  outside[state] = 0;
  for (let t = 0; t < scales.length; t++) {
    const [before, now] = [t * states, (t + 1) * states];
    const next = new Float64Array(states);
    for (let to = 0; to < states; to++) {
      const joint = arriving(outside, 0, moves, to) * (likelihoods[before + to] ?? 0);
      next[to] = joint / (scales[t] ?? 1);
    }
    entered[t + 1] = (next[state] ?? 0) * (after[now + state] ?? 0);
    next[state] = 0;
    outside = next;
  }
  return entered;
}
