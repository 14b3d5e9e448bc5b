import { halfLife } from "../../stats/index.ts";
import * as arms from "../arms.ts";
import type { Claim } from "../claim.ts";
import { beside, contrast, estimateMean, estimateRatio, holds, withInterval } from "../estimate.ts";
import { crossing } from "../wording.ts";

/** Own turns after which retention is judged. */
const judgedTurns = 3;
/** Share of the effect that must be left for "no way back". */
const retained = 0.8;

/** Is there no way back: does the effect stay while the subject goes on by itself? */
export const persistence: Claim = {
  id: "C04.persistence",
  says: "after one bad reply there is no way back",
  family: "stay",
  arms: () => [
    arms.good,
    arms.essay,
    ...[1, judgedTurns].flatMap((turns) => [
      arms.own(arms.essay, turns),
      arms.own(arms.good, turns),
    ]),
    ...[1, 4].flatMap((turns) => [arms.after(turns), arms.goodTurns(3 + turns)]),
  ],
  evaluate(input) {
    const slip = contrast(input, "essay", "good");
    const left = contrast(input, `essay-own-${judgedTurns}`, `good-own-${judgedTurns}`);
    const inference = estimateRatio(left, slip, input);
    const first = estimateMean(slip, input);
    const later = estimateMean(left, input);
    if (slip === null || left === null || inference === null) return null;
    const planted = estimateMean(contrast(input, "after-4", "good-7"), input);
    const shown = [
      ...beside("e(own-1)", contrast(input, "essay-own-1", "good-own-1"), input),
      ...beside(`e(own-${judgedTurns})`, left, input),
      ...beside("e(after-1), planted good turns", contrast(input, "after-1", "good-4"), input),
      ...beside("e(after-4), planted good turns", contrast(input, "after-4", "good-7"), input),
    ];
    const remaining = shown.find(({ label }) => label === `e(own-${judgedTurns})`);
    return {
      quantity: `R${judgedTurns} = e(own-${judgedTurns}) / e(essay)`,
      unit: "share of the effect",
      inference,
      threshold: retained,
      gate: holds(first, input.delta)
        ? null
        : `there is no clear effect above ${input.delta} ${input.readout.unit} that could stay or fade`,
      control:
        remaining === undefined
          ? null
          : {
              ...remaining,
              label: "effect left, against a never-slipped twin with the same seeds",
              unit: input.readout.unit,
            },
      beside: shown,
      pooling: {
        values: left,
        over: slip,
        alsoAbove: null,
        control: { label: "effect left", values: left },
        crossing: `essay-own-${judgedTurns}`,
      },
      arms: ["good", "essay", `essay-own-${judgedTurns}`, `good-own-${judgedTurns}`],
      sentence: (verdict) =>
        [
          verdict === "inconclusive"
            ? "This size of run cannot tell whether the effect stays: after"
            : "After",
          ` three turns of its own the model keeps ${share(inference)} of the slip's effect, against a never-slipped twin with the same seeds`,
          first === null || later === null ? "" : halfLifeClause(first.estimate, later.estimate),
          planted === null
            ? ""
            : `; four planted ${input.behaviour.wanted} replies leave ${withInterval(planted)} ${input.readout.unit}`,
          `; ${crossing(input, `essay-own-${judgedTurns}`)}.`,
        ].join(""),
    };
  },
};

/** Half-life from the effect at once and after the subject's own turns, as a clause. */
function halfLifeClause(atOnce: number, later: number): string {
  const { turns, reason } = halfLife(atOnce, later, judgedTurns);
  return turns === null ? ` (no half-life: ${reason})` : ` (half-life ${turns.toFixed(1)} turns)`;
}

function share(inference: {
  estimate: number;
  interval(level: number): { low: number; high: number } | null;
}): string {
  const interval = inference.interval(0.95);
  const range =
    interval === null ? "interval unbounded" : `${plain(interval.low)} to ${plain(interval.high)}`;
  return `${plain(inference.estimate)} (${range})`;
}

/** Two decimals with a true minus sign. */
function plain(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
