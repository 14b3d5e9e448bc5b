import fc from "fast-check";
import { expect, it } from "vitest";
import { meanPool } from "./mean-pool.ts";

it("averages the tokens of a text and no padding, and scales to length 1", () => {
  // Two rows of three tokens, two wide; the second row has two tokens of its own: (1, 2) and (5, 6).
  const states = Float32Array.of(9, 9, 9, 9, 9, 9, 1, 2, 5, 6, -70, 70);
  const pooled = meanPool(states, { row: 1, tokens: 2, length: 3, width: 2 });
  // The mean is (3, 4), of length 5.
  expect([...(pooled ?? [])].map((value) => value.toFixed(6))).toEqual(["0.600000", "0.800000"]);
});

it("has no vector where the mean has no direction", () => {
  const at = { row: 0, tokens: 2, length: 2, width: 2 };
  expect(meanPool(Float32Array.of(1, -2, -1, 2), at)).toBeNull();
  expect(meanPool(Float32Array.of(1, Number.NaN, 1, 2), at)).toBeNull();
});

it("does not depend on what stands behind a text", () => {
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(numbers, numbers, (own, padding) => {
      const alone = meanPool(Float32Array.from(own), { row: 0, tokens: 3, length: 3, width: 2 });
      const padded = Float32Array.from([...own, ...padding]);
      expect(meanPool(padded, { row: 0, tokens: 3, length: 6, width: 2 })).toEqual(alone);
    }),
  );
});
