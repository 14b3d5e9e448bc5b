import fc from "fast-check";
import { expect, it } from "vitest";
import { tokenBatches } from "./token-batches.ts";

const limits = { tokens: 512, padding: 0.1 };
const anyLengths = fc.array(fc.integer({ min: 1, max: 256 }), { maxLength: 200 });

it("puts every row into one batch that holds it, within the limits", () => {
  fc.assert(
    fc.property(anyLengths, (lengths) => {
      const batches = tokenBatches(lengths, limits);
      const rows = batches.flatMap((batch) => batch.rows);
      expect(rows.toSorted((left, right) => left - right)).toEqual(lengths.map((_, row) => row));
      for (const { rows: held, length } of batches) {
        const own = held.map((row) => lengths[row] ?? 0);
        expect(Math.max(...own)).toBe(length);
        const padded = held.length * length;
        const sum = own.reduce((total, tokens) => total + tokens, 0);
        expect(held.length === 1 || padded <= limits.tokens).toBe(true);
        expect(1 - sum / padded).toBeLessThanOrEqual(limits.padding + 1e-9);
      }
    }),
  );
});

it("puts rows of one length into as few batches as the limit allows", () => {
  const lengths = new Array<number>(100).fill(32);
  expect(tokenBatches(lengths, limits).map(({ rows }) => rows.length)).toEqual([
    16, 16, 16, 16, 16, 16, 4,
  ]);
});

it("lets a row that is longer than a batch run alone", () => {
  expect(tokenBatches([600, 3, 700], limits)).toEqual([
    { rows: [2], length: 700 },
    { rows: [0], length: 600 },
    { rows: [1], length: 3 },
  ]);
});
