import fc from "fast-check";
import type { Emissions } from "../emissions.ts";
import type { HiddenChain } from "../hidden-chain.ts";

/** A chain of 2 or 3 states, zeros among its probabilities, with up to 5 turns seen. */
export interface SeenChain {
  readonly chain: HiddenChain;
  readonly emissions: Emissions;
}

function distribution(states: number): fc.Arbitrary<number[]> {
  const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1, noNaN: true }));
  return fc
    .array(weight, { minLength: states, maxLength: states })
    .filter((weights) => weights.some((w) => w > 0))
    .map((weights) => weights.map((w) => w / weights.reduce((sum, x) => sum + x, 0)));
}

/** See {@link SeenChain}. */
export const seenChain: fc.Arbitrary<SeenChain> = fc.integer({ min: 2, max: 3 }).chain((states) =>
  fc.record({
    chain: fc.record({
      prior: distribution(states),
      transition: fc.array(distribution(states), { minLength: states, maxLength: states }),
    }),
    emissions: fc.array(
      fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
        minLength: states,
        maxLength: states,
      }),
      { maxLength: 5 },
    ),
  }),
);
