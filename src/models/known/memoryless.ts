import { rule } from "./known-rule.ts";

/** No turn has any effect on a later one. */
export const memoryless = rule({
  about: "nothing that was said changes what it says next",
  parameters: { slipEffect: 0 },
  shift: () => 0,
  meanShift: () => 0,
});
