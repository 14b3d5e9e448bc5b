import { argmax, logSumExp } from "../../math/index.ts";
import { type BiasedRows, type BiasModel, biasedRows, type SeenTurns } from "./biased-rows.ts";
import { type ChainRates, chainOf } from "./hidden-chain.ts";

/** How a conversation stands after its last turn. */
export interface BiasedNow {
  /** P(loyal, masked, turned | all turns) after the last turn. */
  readonly belief: readonly [number, number, number];
  /** P(turned was ever entered | all turns). */
  readonly flipProbability: number;
  /** Most probable turn of the first entry, given one; 0 is before turn 1. 0 where there is none. */
  readonly flipTurn: number;
}

/** Number of the state turned in {@link chainOf}. */
const turned = 2;
/** Biases whose weight is below this are left out of the way back: they cannot be seen in a double. */
const leastWeight = 1e-18;

/**
 * What {@link smoothBiased} says of the last turn and of the first entry, on the chain of loyal, masked and turned, for
 * where it is asked at every turn of a live conversation: no belief with hindsight, one way forward a bias, and the way
 * back only for biases that count. The numbers are the same to 1e-9 (property test).
 *
 * @throws RangeError as `smoothBiased`
 */
export function biasedNow(
  rates: ChainRates,
  seen: SeenTurns,
  dependence: Omit<BiasModel, "state">,
): BiasedNow {
  const { nodes, rowsAt } = biasedRows(chainOf(rates), seen, { ...dependence, state: turned });
  const passes = nodes.map((bias) => forward(rates, rowsAt(bias)));
  const total = logSumExp(passes.map(({ log }) => log));
  const entered = new Float64Array(seen.evidence.length + 1);
  const belief: [number, number, number] = [0, 0, 0];
  for (const pass of passes) {
    const weight = Math.exp(pass.log - total);
    for (const state of [0, 1, 2] as const) belief[state] += weight * pass.belief[state];
    if (weight >= leastWeight) addEntries(entered, weight, { rates, pass });
  }
  const flipProbability = entered.reduce((sum, p) => sum + p, 0);
  return {
    belief,
    flipProbability: Math.min(1, flipProbability),
    flipTurn: flipProbability > 0 ? argmax([...entered]) : 0,
  };
}

interface Pass {
  readonly likelihoods: Float64Array;
  /** One a turn. */
  readonly scales: Float64Array;
  /** P(first entry at turn t, turns up to t), scaled as beliefs are; one a turn. */
  readonly entries: Float64Array;
  readonly belief: readonly [number, number, number];
  readonly log: number;
}

function forward(rates: ChainRates, { prior, likelihoods, log: before }: BiasedRows): Pass {
  const { rho, epsilon, r } = rates;
  const turns = likelihoods.length / 3;
  const scales = new Float64Array(turns);
  const entries = new Float64Array(turns);
  let [loyal, masked, now] = [prior[0] ?? 0, prior[1] ?? 0, prior[2] ?? 0];
  // The same, as long as turned was never entered.
  let [neverLoyal, neverMasked] = [loyal, masked];
  let [log, product] = [before, 1];
  for (let turn = 0; turn < turns; turn++) {
    // In range: there are three likelihoods a turn.
    const likeLoyal = likelihoods[3 * turn] as number;
    const likeMasked = likelihoods[3 * turn + 1] as number;
    const likeTurned = likelihoods[3 * turn + 2] as number;
    const toLoyal = (loyal * (1 - rho) + now * r) * likeLoyal;
    const toMasked = (loyal * rho + masked * (1 - epsilon)) * likeMasked;
    const toTurned = (masked * epsilon + now * (1 - r)) * likeTurned;
    const scale = toLoyal + toMasked + toTurned;
    loyal = toLoyal / scale;
    masked = toMasked / scale;
    now = toTurned / scale;
    entries[turn] = (neverMasked * epsilon * likeTurned) / scale;
    neverMasked = ((neverLoyal * rho + neverMasked * (1 - epsilon)) * likeMasked) / scale;
    neverLoyal = (neverLoyal * (1 - rho) * likeLoyal) / scale;
    scales[turn] = scale;
    // Logarithms are dear; a product does until it gets small. One scale may be as small as 1e-260.
    if (product * scale < 1e-40) {
      log += Math.log(product);
      product = 1;
    }
    product *= scale;
  }
  log += Math.log(product);
  return { likelihoods, scales, entries, belief: [loyal, masked, now], log };
}

/** Adds P(first entry at t | all turns) of one bias, going back from the last turn. */
function addEntries(
  entered: Float64Array,
  weight: number,
  { rates, pass }: { readonly rates: ChainRates; readonly pass: Pass },
): void {
  const { rho, epsilon, r } = rates;
  const { likelihoods, scales, entries } = pass;
  let [loyal, masked, now] = [1, 1, 1];
  for (let turn = scales.length - 1; turn >= 0; turn--) {
    // In range, as above.
    const scale = scales[turn] as number;
    entered[turn + 1] = (entered[turn + 1] as number) + weight * (entries[turn] as number) * now;
    const toLoyal = ((likelihoods[3 * turn] as number) * loyal) / scale;
    const toMasked = ((likelihoods[3 * turn + 1] as number) * masked) / scale;
    const toTurned = ((likelihoods[3 * turn + 2] as number) * now) / scale;
    loyal = (1 - rho) * toLoyal + rho * toMasked;
    masked = (1 - epsilon) * toMasked + epsilon * toTurned;
    now = r * toLoyal + (1 - r) * toTurned;
  }
}
