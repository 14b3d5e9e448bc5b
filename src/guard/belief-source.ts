import type { Evidence } from "../core/index.ts";
import { type BeliefNow, believeNow } from "../measure/index.ts";
import { boundedMap } from "./bounded-map.ts";
import type { GuardBelief } from "./guard.ts";
import type { GuardParts } from "./guard-parts.ts";

/** What one fork of a context showed. */
export interface ForkAfter {
  /** How many assistant turns the copied context had, earlier ones included. */
  readonly age: number;
  readonly nats: number;
}

/** What is believed from. */
export interface BeliefInput {
  /** One an assistant turn, those that the vendor keeps first. */
  readonly evidence: readonly Evidence[];
  readonly forks: readonly ForkAfter[];
  /** Index in the client's messages for each of `evidence`; `null` for turns before them. */
  readonly places: readonly (number | null)[];
}

/** From evidence to belief; `null` while no turn has any. */
export type BeliefSource = (input: BeliefInput) => GuardBelief | null;

/** The same conversation is asked about when its reply has left, when the next request comes, and at each retry. */
const remembered = 5_000;

/** See {@link BeliefSource}. */
export function beliefSource({
  calibration,
  dependence,
  isCalibrated,
}: Pick<GuardParts, "calibration" | "dependence" | "isCalibrated">): BeliefSource {
  const seen = boundedMap<{ readonly found: BeliefNow | null }>(remembered);
  return ({ evidence, forks, places }) => {
    const key = keyOf(evidence, forks);
    let known = seen.get(key);
    if (known === undefined) {
      known = { found: believeNow(evidence, calibration.parameters, { ...dependence, forks }) };
      seen.set(key, known);
    }
    const { found } = known;
    if (found === null) return null;
    const scored = evidence.filter(({ kind }) => kind === "evidence").length;
    return {
      belief: found.belief,
      flipProbability: found.flipProbability,
      flipAt: places[found.flipTurn] ?? null,
      scored,
      unscored: evidence.length - scored,
      isCalibrated,
    };
  };
}

function keyOf(evidence: readonly Evidence[], forks: readonly ForkAfter[]): string {
  const turns = evidence.map((one) => (one.kind === "evidence" ? one.nats : "-")).join();
  return `${turns};${forks.map(({ age, nats }) => `${age}:${nats}`).join()}`;
}
