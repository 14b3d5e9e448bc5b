import type { Behaviour } from "../core/index.ts";
import { type Random, seededRandom, seedFor } from "../math/index.ts";
import type { ClaimInput } from "./claim.ts";
import { claims } from "./claims/index.ts";
import type { Plan } from "./plan.ts";
import { type CellReading, type Readings, readings } from "./readings.ts";
import { type Judged, judge } from "./verdicts.ts";

/** One behaviour with its readings and the verdict on every claim. */
export interface Evaluated {
  readonly behaviour: Behaviour;
  readonly readings: Readings;
  readonly input: ClaimInput;
  readonly judged: readonly Judged[];
}

/**
 * Judges every claim for every behaviour of a plan. Pure: the same cells, δ and seed give the same
 * numbers, whatever the order in which the cells were finished.
 *
 * @param delta  smallest effect of interest, nats per token; above 0
 */
export function evaluate(
  plan: Plan,
  cells: readonly CellReading[],
  delta: number,
): readonly Evaluated[] {
  const all = plan.behaviours.map(({ behaviour, blocks }) => ({
    behaviour,
    readings: readings(
      behaviour.id,
      { blocks: blocks.length, styleOfBlock: blocks.map(({ style }) => style) },
      cells,
    ),
  }));
  return all.map((one) => {
    const random = (): Random =>
      seededRandom(seedFor(plan.settings.seed, `inference/${one.behaviour.id}`));
    const input: ClaimInput = { ...one, coercion: plan.coercion, all, delta, random };
    return { ...one, input, judged: judge(claims, input) };
  });
}
