import type { Evidence } from "../core/index.ts";
import { believe, type ConversationBelief } from "../measure/index.ts";
import { boundedMap } from "./bounded-map.ts";
import type { GuardBelief } from "./guard.ts";
import type { GuardParts } from "./guard-parts.ts";

/** What forks of a context showed, and after which turn. */
export interface ForksAfter {
  /** Index among the turns of `evidence` (earlier ones included) that the copied context ended with. */
  readonly turn: number;
  /** One a readable fork. */
  readonly nats: readonly number[];
}

/** What is believed from. */
export interface BeliefInput {
  /** One an assistant turn, those that the vendor keeps first. */
  readonly evidence: readonly Evidence[];
  readonly forks: readonly ForksAfter[];
  /** Index in the client's messages for each of `evidence`; `null` for turns before them. */
  readonly places: readonly (number | null)[];
}

/** From evidence to belief; `null` while no turn has any. */
export type BeliefSource = (input: BeliefInput) => GuardBelief | null;

/** Smoothing takes a millisecond or so a conversation, and the same one is asked about again and again. */
const remembered = 5_000;

/** See {@link BeliefSource}. */
export function beliefSource({
  calibration,
  dependence,
  isCalibrated,
}: Pick<GuardParts, "calibration" | "dependence" | "isCalibrated">): BeliefSource {
  const seen = boundedMap<{ readonly found: ConversationBelief | null }>(remembered);
  return ({ evidence, forks, places }) => {
    const key = keyOf(evidence, forks);
    let known = seen.get(key);
    if (known === undefined) {
      known = { found: believe(evidence, calibration.parameters, dependence) };
      seen.set(key, known);
    }
    const { found } = known;
    const belief = found?.beliefs.at(-1);
    if (found === null || belief === undefined) return null;
    const scored = evidence.filter(({ kind }) => kind === "evidence").length;
    return {
      belief,
      flipProbability: found.flipProbability,
      flipAt: places[found.flipTurn] ?? null,
      scored,
      unscored: evidence.length - scored,
      isCalibrated,
    };
  };
}

function keyOf(evidence: readonly Evidence[], forks: readonly ForksAfter[]): string {
  const turns = evidence.map((one) => (one.kind === "evidence" ? one.nats : "-")).join();
  return `${turns};${forks.map(({ turn, nats }) => `${turn}:${nats.join()}`).join(";")}`;
}
