import * as arms from "../arms.ts";
import type { Claim, ClaimInput } from "../claim.ts";
import { contrast, estimateMean, holds, withInterval } from "../estimate.ts";
import { type BlockValues, minus } from "../readings.ts";
import { roundingFloor } from "../rules.ts";
import { crossing } from "../wording.ts";

/** Kinds of third turn, the arm that has each, and how the reply is named in the turn-kinds arms. */
const kinds = [
  { arm: "essay", reply: "unwanted" },
  { arm: "neutral", reply: "neutral" },
  { arm: "style", reply: "style" },
  { arm: "shuffled", reply: "shuffled" },
  { arm: "mistake", reply: "mistake" },
  { arm: "refusal", reply: "refusal" },
] as const;

const shadow = arms.turnKinds("shadow");
const loyal = arms.turnKinds("loyal");
const freshUnder = (persona: "shadow" | "loyal") =>
  arms.framed(arms.scoring(arms.fresh, "pair"), { kind: "persona", persona });

/** Is the reply a mixture of personas, updated by Bayes' rule? */
export const mixture: Claim = {
  id: "S1.mixture",
  says: "the reply is a mixture of personas, updated by Bayes' rule",
  family: "theory",
  needsLikelihood: "it takes the log-probability of given turns under two prompts",
  arms: () => [
    arms.good,
    arms.essay,
    arms.neutral,
    arms.style,
    arms.shuffledSlip,
    arms.mistake,
    arms.refusal,
    shadow,
    loyal,
    freshUnder("shadow"),
    freshUnder("loyal"),
  ],
  evaluate(input) {
    const inference = estimateMean(slopePerBlock(input), input);
    if (inference === null) return null;
    const raised = estimateMean(
      contrast(input, freshUnder("shadow").id, freshUnder("loyal").id),
      input,
    );
    return {
      quantity: "slope of a turn's effect on its log-likelihood ratio, shadow against loyal prompt",
      unit: "nats per nat",
      inference,
      threshold: 0,
      pSupported: inference.pGreater(roundingFloor),
      gate: personaGate(raised, input.delta),
      control:
        raised === null
          ? null
          : { label: "m(fresh), shadow − loyal prompt", inference: raised, unit: "nats per token" },
      beside: [],
      arms: [shadow.id, loyal.id, ...kinds.map(({ arm }) => arm), "good"],
      sentence: () =>
        `Over ${kinds.length} kinds of turn, each nat per token by which a turn favours the shadow prompt over the loyal one moves the preference by ${withInterval(inference)} nats per token (a pure Bayesian mixture would give 1); control: the shadow prompt itself raises the fresh margin by ${raised === null ? "an unmeasured amount" : withInterval(raised)}; ${crossing(input, "essay")}.`,
    };
  },
};

/** Why the persona prompts cannot serve, or `null` when the shadow prompt raises the fresh margin. */
export function personaGate(raised: ReturnType<typeof estimateMean>, delta: number): string | null {
  if (holds(raised, delta)) return null;
  return `manipulation check failed: the shadow prompt raises the fresh margin over the loyal prompt by ${raised === null ? "an unknown amount" : withInterval(raised)} nats per token, not by more than ${delta}`;
}

/** Least-squares slope through the kinds of turn, block by block; the good turn is the origin of both axes. */
function slopePerBlock(input: ClaimInput): BlockValues | null {
  const { readings } = input;
  const ratio = (reply: string): BlockValues | null =>
    minus(
      minus(readings.s(shadow.id, reply), readings.s(loyal.id, reply)),
      minus(readings.s(shadow.id, "wanted"), readings.s(loyal.id, "wanted")),
    );
  const points = kinds.map(({ arm, reply }) => ({
    shift: reply === "style" ? styleRatio(input, ratio) : ratio(reply),
    effect: contrast(input, arm, "good"),
  }));
  if (points.some(({ shift, effect }) => shift === null || effect === null)) return null;
  return Array.from({ length: readings.blocks }, (_, block) =>
    slopeOf(points.map(({ shift, effect }) => [shift?.[block] ?? null, effect?.[block] ?? null])),
  );
}

// Each block's style turn is in the block's own style; the arm scores that one among its kinds.
function styleRatio(input: ClaimInput, ratio: (reply: string) => BlockValues | null) {
  const styles = Object.keys(input.behaviour.styles).map((id) => ratio(`style:${id}`));
  if (styles.some((values) => values === null)) return null;
  return Array.from(
    { length: input.readings.blocks },
    (_, block) =>
      styles.map((values) => values?.[block] ?? null).find((value) => value !== null) ?? null,
  );
}

function slopeOf(points: readonly (readonly [number | null, number | null])[]): number | null {
  const whole = points.flatMap(([x, y]) => (x === null || y === null ? [] : [[x, y] as const]));
  if (whole.length < 3) return null;
  const centre = whole.reduce((sum, [x]) => sum + x, 0) / whole.length;
  const spread = whole.reduce((sum, [x]) => sum + (x - centre) ** 2, 0);
  return spread === 0 ? null : whole.reduce((sum, [x, y]) => sum + (x - centre) * y, 0) / spread;
}
