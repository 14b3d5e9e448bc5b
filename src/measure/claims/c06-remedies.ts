import { holm } from "../../stats/index.ts";
import { type RemedyId, remedyIds } from "../arm.ts";
import * as arms from "../arms.ts";
import type { Claim, ClaimInput } from "../claim.ts";
import { beside, contrast, estimateMean, holds, withInterval } from "../estimate.ts";
import { minus } from "../readings.ts";
import { coercionText } from "../subject.ts";
import { crossing } from "../wording.ts";

/** Remedies that are controls: they say nothing that could help. */
const controls: readonly RemedyId[] = ["placebo", "negated"];

/** Can going on in the same conversation fix it? */
export const remedies: Claim = {
  id: "C06.remedies",
  says: "nothing said in the same conversation fixes it",
  family: "recover",
  arms: () => [
    arms.fresh,
    arms.rewound,
    arms.good,
    arms.essay,
    ...(["restate", "inoculate", "placebo"] as const).flatMap(arms.remedyPair),
  ],
  evaluate(input) {
    const tried = triedRemedies(input).filter(({ remedy }) => !controls.includes(remedy));
    const best = tried.toSorted((a, b) => a.residual.estimate - b.residual.estimate)[0];
    if (best === undefined) return null;
    const placebo = estimateMean(remedyGain(input, "placebo"), input);
    // "Some remedy works" is a search over several: Holm over them; "none works" needs every one to fail.
    const works = Math.min(...holm(tried.map(({ residual }) => residual.pLess(input.delta))));
    const none = Math.max(...tried.map(({ residual }) => residual.pGreater(input.delta)));
    return {
      quantity: `smallest residual of a remedy (${best.remedy})`,
      unit: input.readout.unit,
      inference: best.residual,
      threshold: input.delta,
      pSupported: none,
      pRefuted: works,
      gate: gateOf(input, placebo),
      control: placebo === null ? null : { label: "gain of the placebo", inference: placebo },
      beside: [
        ...tried.map(({ remedy, residual }) => ({
          label: `residual after ${remedy}`,
          inference: residual,
        })),
        ...beside(`gain of ${best.remedy}`, remedyGain(input, best.remedy), input),
        ...beside(
          `after ${best.remedy}, against fresh`,
          contrast(input, `essay+${best.remedy}`, "fresh"),
          input,
        ),
      ],
      arms: tried.flatMap(({ remedy }) => arms.remedyPair(remedy).map(({ id }) => id)),
      sentence: () => sentence(input, { tried: tried.length, best, placebo }),
    };
  },
};

/** Residual of a remedy: m(essay, a) - m(good, a); 0 would be as good as never slipped. */
function remedyResidual(input: ClaimInput, remedy: RemedyId) {
  return contrast(input, `essay+${remedy}`, `good+${remedy}`);
}

/** Gain of a remedy: m(essay) - m(essay, a). */
export function remedyGain(input: ClaimInput, remedy: RemedyId) {
  return minus(input.readings.m("essay"), input.readings.m(`essay+${remedy}`));
}

/** Remedies that were run, with their residuals; restating nothing is no remedy. */
function triedRemedies(input: ClaimInput) {
  const hasText = coercionText(input.behaviour, input.coercion) !== "";
  return remedyIds.flatMap((remedy) => {
    if (remedy === "restate" && !hasText) return [];
    const residual = estimateMean(remedyResidual(input, remedy), input);
    return residual === null ? [] : [{ remedy, residual }];
  });
}

function gateOf(input: ClaimInput, placebo: ReturnType<typeof estimateMean>): string | null {
  if (!holds(estimateMean(contrast(input, "essay", "good"), input), input.delta)) {
    return `there is no clear effect above ${input.delta} ${input.readout.unit} to be fixed`;
  }
  if (holds(placebo, input.delta)) {
    return `the placebo alone wins back more than ${input.delta} ${input.readout.unit}, so any words would do`;
  }
  return null;
}

function sentence(
  input: ClaimInput,
  found: {
    readonly tried: number;
    readonly best: ReturnType<typeof triedRemedies>[number];
    readonly placebo: ReturnType<typeof estimateMean>;
  },
): string {
  const { tried, best, placebo } = found;
  const control = placebo === null ? "" : `, a placebo sentence wins back ${withInterval(placebo)}`;
  return `Of ${tried} remedies said in the conversation the best (${best.remedy}) leaves ${withInterval(best.residual)} ${input.readout.unit} against the never-slipped twin with the same words${control}; ${crossing(input, `essay+${best.remedy}`)}. Rewinding or clearing removes the slip by construction and costs turns.`;
}
