import { type Arm, type CoercionLevel, doses } from "../arm.ts";
import * as arms from "../arms.ts";
import type { Claim, ClaimInput } from "../claim.ts";
import { estimateMean, holds, withInterval } from "../estimate.ts";
import { type BlockValues, minus } from "../readings.ts";
import { crossing } from "../wording.ts";

/** The ladder's arms at the level where the run's own coercion sits. */
function ladderArms(level: CoercionLevel): Arm[] {
  return doses.flatMap((sentences) =>
    [false, true].flatMap((irrelevant) =>
      [arms.fresh, arms.good, arms.essay].map((base) =>
        arms.framed(arms.scoring(base, "pair"), arms.ladder(level, sentences, irrelevant)),
      ),
    ),
  );
}

/** Does coercion create the shadow: does a slip do more, the stronger the coercion? */
export const dose: Claim = {
  id: "C02.dose",
  says: "coercion creates the shadow, at any level",
  family: "flip",
  arms: (_behaviour, _others, { level }) => ladderArms(level),
  evaluate(input) {
    const coerced = slopeOverDose(input, false);
    const inference = estimateMean(coerced, input);
    if (inference === null) return null;
    const { level } = input.coercion;
    const irrelevant = estimateMean(slopeOverDose(input, true), input);
    const fell = estimateMean(
      minus(input.readings.m("uncoerced/fresh"), input.readings.m(`${level}4/fresh`)),
      input,
    );
    return {
      quantity: "slope of e(essay) over sentences of coercion",
      unit: `${input.readout.unit} per sentence`,
      inference,
      threshold: input.delta,
      gate: holds(fell, input.delta)
        ? null
        : `manipulation check failed: four sentences lower the fresh margin by ${fell === null ? "an unknown amount" : withInterval(fell)} ${input.readout.unit}, not by more than ${input.delta}`,
      control:
        irrelevant === null
          ? null
          : { label: "irrelevant instructions of equal length", inference: irrelevant },
      beside:
        fell === null ? [] : [{ label: "fall of m(fresh) from 0 to 4 sentences", inference: fell }],
      arms: ladderArms(level).map(({ id }) => id),
      sentence: () =>
        `Each further sentence asking for ${input.behaviour.wanted} changes what one ${input.behaviour.unwanted} turn does by ${withInterval(inference)} ${input.readout.unit}; irrelevant instructions of equal length by ${irrelevant === null ? "an unmeasured amount" : withInterval(irrelevant)}; with four sentences ${crossing(input, `${level}4/essay`)}.`,
    };
  },
};

/** Least-squares slope of the slip's effect over the number of sentences, block by block. */
function slopeOverDose(input: ClaimInput, irrelevant: boolean): BlockValues | null {
  const effects = doses.map((sentences) => {
    const { readings } = input;
    const id = (base: typeof arms.good) =>
      arms.framed(base, arms.ladder(input.coercion.level, sentences, irrelevant)).id;
    return minus(readings.m(id(arms.essay)), readings.m(id(arms.good)));
  });
  return slopes(effects, [...doses]);
}

/**
 * Least-squares slope per block of several measurements over a common abscissa.
 *
 * @param rows  one row of block values per abscissa
 */
export function slopes(
  rows: readonly (BlockValues | null)[],
  abscissa: readonly number[],
): BlockValues | null {
  const known = rows.filter((row) => row !== null);
  if (known.length < rows.length || known[0] === undefined) return null;
  const centre = abscissa.reduce((sum, x) => sum + x, 0) / abscissa.length;
  const spread = abscissa.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  return known[0].map((_, block) => {
    const column = known.map((row) => row[block] ?? null).filter((value) => value !== null);
    if (column.length < known.length) return null;
    return (
      column.reduce((sum, value, i) => sum + value * ((abscissa[i] ?? 0) - centre), 0) / spread
    );
  });
}
