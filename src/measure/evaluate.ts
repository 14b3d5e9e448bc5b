import type { Behaviour } from "../core/index.ts";
import { type Random, seededRandom, seedFor } from "../math/index.ts";
import type { ClaimInput } from "./claim.ts";
import { claims } from "./claims/index.ts";
import type { Plan } from "./plan.ts";
import { type CellReading, type Readings, readings } from "./readings.ts";
import { likelihoodTerms, type ReadoutTerms, sampledTerms } from "./readout.ts";
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
 * @param delta  smallest effect of interest, in the unit of the plan's readout; above 0
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
    const readout = readoutOf(plan);
    const input: ClaimInput = { ...one, coercion: plan.coercion, all, readout, delta, random };
    return { ...one, input, judged: judge(claims, input) };
  });
}

/** What the numbers of a plan mean; every arm has as many drawn replies, or more. */
export function readoutOf({ settings }: Plan): ReadoutTerms {
  const { sampled, blocks, probesPerBlock } = settings;
  return sampled === undefined
    ? likelihoodTerms
    : sampledTerms(blocks * probesPerBlock * sampled.samples);
}
