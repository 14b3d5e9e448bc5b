import fc from "fast-check";
import { expect, it } from "vitest";
import { expectedSteps } from "./expected-steps.ts";

it("is 1/exit for a single state", () => {
  expect(expectedSteps(Float64Array.of(0), Float64Array.of(0.25))).toEqual(Float64Array.of(4));
});

// numpy 2.4.6: numpy.linalg.solve(numpy.eye(3) - moves, numpy.ones(3)).
it("agrees with numpy on three states", () => {
  const moves = Float64Array.of(0.5, 0.3, 0.1, 0.2, 0.4, 0.3, 0.05, 0.25, 0.5);
  const steps = expectedSteps(moves, Float64Array.of(0.1, 0.1, 0.2));
  for (const [index, expected] of [
    7.857142857142857, 7.571428571428571, 6.571428571428571,
  ].entries()) {
    expect(steps[index]).toBeCloseTo(expected, 12);
  }
});

/** Random chains: weights for moves and exits, each row scaled to sum to 1. */
const chain = fc
  .integer({ min: 1, max: 7 })
  .chain((states) =>
    fc.array(
      fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
        minLength: states + 1,
        maxLength: states + 1,
      }),
      { minLength: states, maxLength: states },
    ),
  )
  .map((rows) =>
    rows.map((row) => {
      const total = row.reduce((sum, weight) => sum + weight, 0);
      return row.map((weight) => weight / total);
    }),
  );

it("satisfies its own equation: one step, and then the steps from wherever that led", () => {
  fc.assert(
    fc.property(chain, (rows) => {
      const moves = Float64Array.from(rows.flatMap((row) => row.slice(0, -1)));
      const exits = Float64Array.from(rows, (row) => row.at(-1) ?? 0);
      const steps = expectedSteps(moves, exits);
      for (const [state, row] of rows.entries()) {
        const onward = row
          .slice(0, -1)
          .reduce((sum, chance, to) => sum + chance * (steps[to] ?? 0), 1);
        expect(onward / (steps[state] ?? 0)).toBeCloseTo(1, 12);
      }
    }),
  );
});

// A walk that goes up with chance u and down otherwise, left above the top: the mean is known in closed form.
it("keeps its digits where the answer is 10^30, far beyond what 1 − chance can hold", () => {
  const [states, up] = [31, 0.1];
  const moves = new Float64Array(states * states);
  for (let state = 0; state < states; state++) {
    if (state + 1 < states) moves[state * states + state + 1] = up;
    moves[state * states + Math.max(0, state - 1)] = 1 - up;
  }
  const exits = new Float64Array(states);
  exits[states - 1] = up;
  // Steps from k to k + 1: d_0 = 1/u, d_k = 1/u + d_{k−1}(1 − u)/u.
  let [rise, total] = [0, 0];
  for (let state = 0; state < states; state++) {
    rise = 1 / up + (rise * (1 - up)) / up;
    total += rise;
  }
  expect(total).toBeGreaterThan(1e29);
  expect((expectedSteps(moves, exits)[0] ?? 0) / total).toBeCloseTo(1, 12);
});

it("refuses what is no chain, and one that is never left", () => {
  const one = Float64Array.of(1);
  expect(() => expectedSteps(Float64Array.of(1, 2), one)).toThrow("2 moves do not fit 1 states");
  expect(() => expectedSteps(new Float64Array(0), new Float64Array(0))).toThrow(RangeError);
  expect(() => expectedSteps(one, Float64Array.of(-0.1))).toThrow("at least 0, not -0.1");
  expect(() => expectedSteps(Float64Array.of(Number.NaN), one)).toThrow("not NaN");
  expect(() => expectedSteps(one, Float64Array.of(0))).toThrow("longer than a number can hold");
});
