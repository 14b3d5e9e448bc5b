import type { PreparedConversation, PreparedData, Verdict } from "./chain-data.ts";

/** What can be learned of a chain, in the order of a {@link ParameterVector}. */
export const parameterNames = ["pi0", "rho", "epsilon", "r", "falseAlarm", "hit"] as const;

/** Name of one parameter; `falseAlarm` and `hit` are P(called bad) of a loyal or masked and of a turned model. */
export type ParameterName = (typeof parameterNames)[number];

/** Values of the chain, and of the verdicts where those are learned; all in [0, 1]. */
export type ChainParameters = Readonly<Record<ParameterName, number>>;

/** Values in the order of {@link parameterNames}; all in [0, 1]. */
export type ParameterVector = readonly number[];

/** The values by name. */
export function named(at: ParameterVector): ChainParameters {
  const [pi0 = 0, rho = 0, epsilon = 0, r = 0, falseAlarm = 0, hit = 0] = at;
  return { pi0, rho, epsilon, r, falseAlarm, hit };
}

/** Expected numbers of how often something could happen, and of how often it did; one pair a parameter. */
interface Tally {
  readonly chances: Float64Array;
  readonly events: Float64Array;
}

/**
 * One step of expectation and maximisation.
 *
 * ρ = Σξ(L,M)/Σγ_{t−1}(L), ε = Σξ(M,T)/Σγ_{t−1}(M), r = Σξ(T,L)/Σγ_{t−1}(T), π₀ = mean γ₀(M); false alarms and hits
 * likewise from the judged turns. A parameter whose chances are 0, or that is held fixed, stays.
 *
 * Source: Baum et al. 1970, https://doi.org/10.1214/aoms/1177697196; Rabiner 1989, section V.B for several
 * sequences. The pass over three states is written out, since a fit makes thousands of them.
 *
 * @returns the log-likelihood *at* the values given, in nats, and the next values
 */
export function emStep(data: PreparedData, at: ParameterVector, fixed: readonly boolean[]) {
  const tally = { chances: new Float64Array(6), events: new Float64Array(6) };
  let logLikelihood = data.offset;
  for (const conversation of data.conversations) {
    if (data.kind === "verdicts") judgeLikelihoods(conversation, at);
    logLikelihood += pass(conversation, at, tally);
  }
  const next = at.map((value, index) => {
    const chances = tally.chances[index] ?? 0;
    if (fixed[index] === true || chances <= 0) return value;
    return Math.min(1, Math.max(0, (tally.events[index] ?? 0) / chances));
  });
  return { logLikelihood, next };
}

function judgeLikelihoods({ verdicts, likelihoods }: PreparedConversation, at: ParameterVector) {
  const { falseAlarm, hit } = named(at);
  for (const [turn, verdict] of verdicts.entries()) {
    const clear = verdict === null ? 1 : verdict === 1 ? falseAlarm : 1 - falseAlarm;
    const turned = verdict === null ? 1 : verdict === 1 ? hit : 1 - hit;
    // Not exactly 0, so that a rate at its end costs likelihood rather than the whole pass.
    likelihoods[3 * turn] = Math.max(clear, 1e-260);
    likelihoods[3 * turn + 1] = Math.max(clear, 1e-260);
    likelihoods[3 * turn + 2] = Math.max(turned, 1e-260);
  }
}

/** Forward and backward through one conversation; adds to the tally, gives the log-likelihood. */
function pass(conversation: PreparedConversation, at: ParameterVector, tally: Tally): number {
  const beliefs = new Float64Array(3 * (conversation.turns + 1));
  const scales = new Float64Array(conversation.turns);
  const logLikelihood = filterInto(beliefs, scales, conversation.likelihoods, at);
  const after = countBack(beliefs, scales, conversation, { at, tally });
  add(tally, 0, 1, (beliefs[1] ?? 0) * after);
  return logLikelihood;
}

/** The forward pass: beliefs after each turn, and the factor that made each sum to 1. */
function filterInto(
  beliefs: Float64Array,
  scales: Float64Array,
  likelihoods: Float64Array,
  at: ParameterVector,
): number {
  const { pi0, rho, epsilon, r } = named(at);
  let logLikelihood = 0;
  // One logarithm for many turns; the product of scales stays far above the least double.
  let product = 1;
  let loyal = 1 - pi0;
  let masked = pi0;
  let turned = 0;
  beliefs[0] = loyal;
  beliefs[1] = masked;
  for (let turn = 0; turn < scales.length; turn++) {
    const here = 3 * turn;
    const l = (loyal * (1 - rho) + turned * r) * (likelihoods[here] ?? 0);
    const m = (loyal * rho + masked * (1 - epsilon)) * (likelihoods[here + 1] ?? 0);
    const t = (masked * epsilon + turned * (1 - r)) * (likelihoods[here + 2] ?? 0);
    const scale = l + m + t;
    const inverse = 1 / scale;
    scales[turn] = inverse;
    product *= scale;
    if (product < 1e-30) {
      logLikelihood += Math.log(product);
      product = 1;
    }
    loyal = l * inverse;
    masked = m * inverse;
    turned = t * inverse;
    beliefs[here + 3] = loyal;
    beliefs[here + 4] = masked;
    beliefs[here + 5] = turned;
  }
  return logLikelihood + Math.log(product);
}

/**
 * The backward pass, adding up pair posteriors as it goes.
 *
 * @returns what the turns say of *masked* before turn 1, relative to all states
 */
function countBack(
  beliefs: Float64Array,
  scales: Float64Array,
  { likelihoods, verdicts }: PreparedConversation,
  { at, tally }: { readonly at: ParameterVector; readonly tally: Tally },
): number {
  const { rho, epsilon, r } = named(at);
  let loyal = 1;
  let masked = 1;
  let turned = 1;
  // Local sums: the inner loop of every fit.
  let [wasLoyal, wasMasked, wasTurned, leaves, reveals, recovers] = [0, 0, 0, 0, 0, 0];
  for (let turn = scales.length - 1; turn >= 0; turn--) {
    const here = 3 * turn;
    judge(tally, verdicts[turn] ?? null, (beliefs[here + 5] ?? 0) * turned);
    const inverse = scales[turn] ?? 1;
    const toLoyal = (likelihoods[here] ?? 0) * loyal * inverse;
    const toMasked = (likelihoods[here + 1] ?? 0) * masked * inverse;
    const toTurned = (likelihoods[here + 2] ?? 0) * turned * inverse;
    loyal = (1 - rho) * toLoyal + rho * toMasked;
    masked = (1 - epsilon) * toMasked + epsilon * toTurned;
    turned = (1 - r) * toTurned + r * toLoyal;
    const l = beliefs[here] ?? 0;
    const m = beliefs[here + 1] ?? 0;
    const t = beliefs[here + 2] ?? 0;
    wasLoyal += l * loyal;
    wasMasked += m * masked;
    wasTurned += t * turned;
    leaves += l * rho * toMasked;
    reveals += m * epsilon * toTurned;
    recovers += t * r * toLoyal;
  }
  add(tally, 1, wasLoyal, leaves);
  add(tally, 2, wasMasked, reveals);
  add(tally, 3, wasTurned, recovers);
  return masked;
}

function judge(tally: Tally, verdict: Verdict, turned: number): void {
  if (verdict === null) return;
  add(tally, 4, 1 - turned, verdict * (1 - turned));
  add(tally, 5, turned, verdict * turned);
}

function add({ chances, events }: Tally, index: number, chance: number, event: number): void {
  chances[index] = (chances[index] ?? 0) + chance;
  events[index] = (events[index] ?? 0) + event;
}
