import { rule } from "./known-rule.ts";

const primingEffect = 1;

/**
 * Every manner of reply, the unwanted one like any unrelated style, makes itself 1 nat per token more
 * probable once it stands in the record. A manner belongs to its behaviour: rude replies do not prime
 * dishonest ones.
 */
export const styleOnly = rule({
  about: "every manner of reply primes itself alike, the opposite no more than any style",
  parameters: { primingEffect },
  shift: ({ turns }, { kind, manner }) => {
    if (kind !== "unwanted" && kind !== "style") return 0;
    return turns.some(({ reply }) => reply.manner === manner) ? primingEffect : 0;
  },
  spills: false,
  meanShift: (turns) => (turns.includes("S") ? primingEffect : 0),
});
