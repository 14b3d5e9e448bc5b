import { mean } from "../../math/index.ts";
import * as arms from "../arms.ts";
import type { Claim, ClaimInput, Finding } from "../claim.ts";
import { beside, estimateMean, withInterval } from "../estimate.ts";
import { baseTolerance, overlapTolerance, wordOverlap } from "../matching.ts";
import { type BlockValues, minus, present } from "../readings.ts";
import { crossing } from "../wording.ts";

const bareGood = arms.framed(arms.scoring(arms.good, "block-style"), arms.uncoerced);
const bareEssay = arms.framed(arms.scoring(arms.essay, "pair"), arms.uncoerced);
const bareStyle = arms.framed(arms.style, arms.uncoerced);

/** Is it easier to flip into the exact opposite than into anything else? */
export const specificity: Claim = {
  id: "C01.specificity",
  says: "it is easier to flip into the exact opposite than into anything else",
  family: "flip",
  needsLikelihood:
    "it compares replies in other styles, whose log-probabilities drawn replies do not give",
  arms: () => [arms.fresh, arms.good, arms.essay, arms.style, bareGood, bareEssay, bareStyle],
  evaluate(input) {
    const coerced = inversionSpecificity(input, "good", "essay", "style");
    if (coerced === null) return null;
    const bare = inversionSpecificity(input, bareGood.id, bareEssay.id, bareStyle.id);
    const here = estimateMean(coerced, input);
    const added = minus(coerced, bare);
    const deciding = estimateMean(added, input);
    const shown = [
      ...beside("IS, coerced", coerced, input),
      ...beside("IS, uncoerced", bare, input),
      ...beside(
        "shuffled slip",
        minus(input.readings.m("shuffled"), input.readings.m("good")),
        input,
      ),
    ];
    return {
      quantity: deciding === null ? "IS, coerced" : "IS coerced − IS uncoerced",
      unit: "nats per token",
      inference: deciding ?? here,
      threshold: input.delta,
      gate:
        matchingGate(input) ??
        (deciding === null
          ? "the uncoerced arms, which decide, were not run (leave out --quick)"
          : null),
      control: shown.find(({ label }) => label === "IS, uncoerced") ?? null,
      beside: shown,
      arms: ["fresh", "good", "essay", "style", bareGood.id, bareEssay.id, bareStyle.id],
      ...(added === null
        ? {}
        : {
            pooling: {
              values: added,
              over: null,
              alsoAbove: null,
              control: { label: "IS, uncoerced", values: bare },
              crossing: "essay",
            },
          }),
      sentence: (verdict) => sentence({ input, here, deciding }, verdict),
    };
  },
};

function inversionSpecificity(
  { readings }: ClaimInput,
  good: string,
  essay: string,
  style: string,
): BlockValues | null {
  const toOpposite = minus(readings.m(essay), readings.m(good));
  return minus(toOpposite, minus(readings.qOfBlock(style), readings.qOfBlock(good)));
}

/** Why u and v are not matched, or `null` when they are. */
function matchingGate({ readings, behaviour }: ClaimInput): string | null {
  const base = minus(readings.m("fresh"), readings.q("fresh"));
  const known = base === null ? [] : present(base);
  if (known.length === 0) return "the matching of unwanted and style replies could not be checked";
  const gap = Math.abs(mean(known));
  if (gap > baseTolerance) {
    return `not matched: the base log-probability of unwanted and style replies differs by ${gap.toFixed(2)} nats per token (at most ${baseTolerance})`;
  }
  const overlap = wordOverlap(behaviour);
  if (overlap.relativeDifference > overlapTolerance) {
    return `not matched: unwanted and style replies share words to different degrees (${overlap.unwanted.toFixed(2)} against ${overlap.styles.toFixed(2)}; at most 20 % apart)`;
  }
  return null;
}

function sentence(
  found: { input: ClaimInput; here: Finding["inference"]; deciding: Finding["inference"] },
  verdict: string,
): string {
  const { input, here, deciding } = found;
  const { unwanted, wanted } = input.behaviour;
  const first =
    here === null
      ? ""
      : here.estimate > 0
        ? `One ${unwanted} turn pulls further toward ${unwanted} than one turn in an unrelated style pulls toward that style (${withInterval(here)} nats per token)`
        : `An unrelated style primes itself more than one ${unwanted} turn primes ${unwanted} (${withInterval(here)} nats per token)`;
  const second =
    deciding === null
      ? "; what coercion adds to that was not measured"
      : `; compared with the same model not asked to be ${wanted}, the difference is ${withInterval(deciding)}`;
  const last = verdict === "supported" ? ": the opposite is special" : "";
  return `${first}${second}${last}; ${crossing(input, "essay")}.`;
}
