import { requireCount, requireProbability } from "./ranges.ts";

/** How a context comes to its first off-profile turn. */
export interface RevealLife {
  /** π₀, chance that a fresh context is masked before its first turn. */
  readonly pi0: number;
  /** ρ, chance a turn of a loyal context becoming masked. */
  readonly rho: number;
  /** ε, chance a turn of a masked context turning, which shows at once. */
  readonly epsilon: number;
  /**
   * Whether a context masked in a turn may also turn in it (`same-turn`), or only in the next (`next-turn`, the
   * plain chain of the three states). Mean lives differ by 1 − π₀ turns: never mix them.
   */
  readonly convention: "same-turn" | "next-turn";
}

const mostTurns = 10_000_000;

/**
 * Chance that the turn after t silent ones shows the first slip, for t = 0, 1, 2, …
 *
 * @param turns  how many, from 0 to 10 million
 * @returns probabilities, shape (turns)
 * @throws RangeError if a chance is not in [0, 1] or the turns are out of range
 */
export function revealHazards(life: RevealLife, turns: number): Float64Array {
  return taken(silence(life), turns, ({ hazard }) => hazard);
}

/**
 * Belief that a context is masked after t turns without a slip, for t = 0, 1, 2, …: π₀ first.
 *
 * A silent turn is evidence *for* loyal, against fresh masking: with odds o = p/(1 − p), same-turn
 * o' = (1 − ε)(o + ρ)/(1 − ρ), next-turn o' = (ρ + o(1 − ε))/(1 − ρ). It moves toward {@link limitBelief}, always
 * from the same side.
 *
 * @param turns  how many values, from 0 to 10 million
 * @returns probabilities, shape (turns)
 * @throws RangeError if a chance is not in [0, 1] or the turns are out of range
 */
export function silentBeliefs(life: RevealLife, turns: number): Float64Array {
  return taken(silence(life), turns, ({ belief }) => belief);
}

/**
 * Chance that j turns pass without a slip, for j = 0 (which is 1) up to `turns`.
 *
 * @returns shape (turns + 1), falling
 * @throws RangeError if a chance is not in [0, 1] or the turns are out of range
 */
export function revealSurvival(life: RevealLife, turns: number): Float64Array {
  const hazards = revealHazards(life, turns);
  const survival = new Float64Array(turns + 1).fill(1);
  for (let turn = 0; turn < turns; turn++) {
    survival[turn + 1] = (survival[turn] ?? 0) * (1 - (hazards[turn] ?? 0));
  }
  return survival;
}

/**
 * p*: the belief in *masked* that ever longer silence leads to, from any belief below 1. Below it the hazard rises
 * with age, above it falls.
 *
 * ε > ρ: ρ(1 − ε)/(ε(1 − ρ)) same-turn, ρ/ε next-turn. Otherwise 1: masking outruns what silence says.
 *
 * @throws RangeError if a chance is not in [0, 1]
 */
export function limitBelief(life: RevealLife): number {
  requireLife(life);
  const { rho, epsilon, convention } = life;
  if (epsilon <= rho) return rho === 0 ? life.pi0 : 1;
  return convention === "next-turn" ? rho / epsilon : (rho * (1 - epsilon)) / (epsilon * (1 - rho));
}

/**
 * Mean turns up to and including the first slip, if the context is never cleared.
 *
 * (1 − π₀)(1/ρ + 1/ε − 1) + π₀/ε same-turn, (1 − π₀)/ρ + 1/ε next-turn.
 *
 * @returns turns, at least 1; null where some contexts never slip (ε = 0, or ρ = 0 with π₀ below 1)
 * @throws RangeError if a chance is not in [0, 1]
 */
export function meanRevealLife(life: RevealLife): number | null {
  requireLife(life);
  const { pi0, rho, epsilon, convention } = life;
  if (epsilon === 0 || (rho === 0 && pi0 < 1)) return null;
  const loyal = pi0 === 1 ? 0 : (1 - pi0) / rho;
  return loyal + 1 / epsilon - (convention === "same-turn" ? 1 - pi0 : 0);
}

/**
 * A context's life as long as it stays silent: belief before each turn and the hazard in it, without end.
 *
 * @throws RangeError if a chance is not in [0, 1]
 */
export function* silence(life: RevealLife): Generator<{ belief: number; hazard: number }> {
  requireLife(life);
  const { pi0, rho, epsilon, convention } = life;
  let belief = pi0;
  while (true) {
    const masked = belief + (1 - belief) * rho;
    const hazard = (convention === "same-turn" ? masked : belief) * epsilon;
    yield { belief, hazard };
    // Of those masked after the turn, the ones that slipped are gone. Nothing is left where all slip.
    if (hazard < 1) belief = Math.min(1, (masked - hazard) / (1 - hazard));
  }
}

function taken<T>(values: Iterable<T>, turns: number, read: (value: T) => number): Float64Array {
  requireCount(turns, "turns", [0, mostTurns]);
  const result = new Float64Array(turns);
  const source = values[Symbol.iterator]();
  for (let turn = 0; turn < turns; turn++) {
    const next = source.next();
    if (next.done === true) break;
    result[turn] = read(next.value);
  }
  return result;
}

function requireLife({ pi0, rho, epsilon }: RevealLife): void {
  requireProbability(pi0, "pi0");
  requireProbability(rho, "rho");
  requireProbability(epsilon, "epsilon");
}
