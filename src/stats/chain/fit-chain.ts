import { type ChainData, type PreparedData, prepare } from "./chain-data.ts";
import { type ChainParameters, named, type ParameterVector, parameterNames } from "./em-step.ts";
import { type Maximum, maximise } from "./maximise.ts";

/** What is held fixed in a fit, and at which value. */
export type FixedParameters = Partial<ChainParameters>;

/** A chain as learned from conversations. */
export interface ChainFit {
  /** `falseAlarm` and `hit` mean nothing where likelihoods were given. */
  readonly parameters: ChainParameters;
  /** Of all conversations at these values, in nats. */
  readonly logLikelihood: number;
  /** Whether the climb ended by itself; if not, the likelihood is a ridge and the values lie somewhere on it. */
  readonly converged: boolean;
  readonly conversations: number;
  readonly turns: number;
}

/**
 * Where climbs begin: slow masking with quick reveals; the reverse, which the likelihood can hardly tell from
 * it where no conversation begins masked; everything quick.
 */
const starts: readonly ParameterVector[] = [
  [0.05, 0.02, 0.2, 0.1, 0.05, 0.7],
  [0.05, 0.2, 0.02, 0.1, 0.05, 0.7],
  [0.3, 0.1, 0.5, 0.4, 0.1, 0.5],
];

/**
 * The chain of loyal, masked and turned under which the conversations are most likely (Baum–Welch).
 *
 * The best of climbs from three places. Values alone can mislead: loyal and masked are told apart only
 * through the reveal rate unless there are fork-probes, so see {@link profileInterval} for each.
 *
 * Source: Baum et al. 1970, "A maximization technique occurring in the statistical analysis of probabilistic
 * functions of Markov chains", https://doi.org/10.1214/aoms/1177697196
 *
 * @throws RangeError if a fixed value is not in [0, 1], or the data hold no likelihoods or verdicts
 */
export function fitChain(
  data: ChainData,
  { fixed = {} }: { readonly fixed?: FixedParameters } = {},
): ChainFit {
  const prepared = prepare(data);
  const { at, logLikelihood, converged } = globalMaximum(prepared, fixed);
  return {
    parameters: named(at),
    logLikelihood,
    converged,
    conversations: prepared.conversations.length,
    turns: prepared.turns,
  };
}

/** The best of the climbs from every place to begin at. */
export function globalMaximum(data: PreparedData, fixed: FixedParameters): Maximum {
  const [first, ...others] = starts.map((start) =>
    maximise(data, { from: holding(start, fixed), fixed: heldOf(data, fixed) }),
  );
  if (first === undefined) throw new RangeError("a fit needs a place to begin at");
  return others.reduce(
    (best, other) => (other.logLikelihood > best.logLikelihood + 1e-9 ? other : best),
    first,
  );
}

/**
 * The values with the fixed ones in their places; the others kept off 0 and 1, which no climb leaves.
 *
 * @throws RangeError if a fixed value is not in [0, 1]
 */
export function holding(values: ParameterVector, fixed: FixedParameters): ParameterVector {
  return parameterNames.map((name, index) => {
    const held = fixed[name];
    if (held === undefined) return Math.min(0.999, Math.max(0.001, values[index] ?? 0.5));
    if (!(held >= 0 && held <= 1)) throw new RangeError(`${name} must lie in [0, 1], not ${held}`);
    return held;
  });
}

/** Which parameters a climb may not move. */
export function heldOf(data: PreparedData, fixed: FixedParameters): readonly boolean[] {
  return parameterNames.map(
    (name, index) => fixed[name] !== undefined || (data.kind === "emissions" && index >= 4),
  );
}
