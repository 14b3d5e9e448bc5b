import { rule } from "./known-rule.ts";
import { hasSlip } from "./read-context.ts";

const slipEffect = 1;

/** A slip raises the margin by 1 nat per token for good; nothing else does anything. */
export const absorbing = rule({
  about: "one slip sets the margin 1 nat per token higher for good",
  parameters: { slipEffect },
  shift: (context, { kind }) => (kind === "unwanted" && hasSlip(context) ? slipEffect : 0),
  meanShift: (turns) => (turns.includes("S") ? slipEffect : 0),
});
