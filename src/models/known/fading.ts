import { rule } from "./known-rule.ts";

const slipEffect = 1;
const halfLifeTurns = 2;

/** Each slip raises the margin by 1 nat per token, and half of that is gone every two turns. */
export const fading = rule({
  about: "a slip adds 1 nat per token, with a half-life of 2 turns",
  parameters: { slipEffect, halfLifeTurns },
  shift: ({ turns }, { kind }) =>
    kind === "unwanted" ? lasting(turns.map(({ reply }) => reply.kind === "unwanted")) : 0,
  meanShift: (turns) => lasting([...turns].map((letter) => letter === "S")),
});

function lasting(slips: readonly boolean[]): number {
  return slips.reduce((sum, isSlip, position) => {
    const turnsSince = slips.length - 1 - position;
    return isSlip ? sum + slipEffect * 2 ** (-turnsSince / halfLifeTurns) : sum;
  }, 0);
}
