import fc from "fast-check";
import { expect, it } from "vitest";
import { wasSpent } from "./outcome.ts";

const prices = { inputUsd: 2, outputUsd: 8 };
const left = (parts: object) =>
  JSON.stringify({ stoppedBy: "budget", limitUsd: 10, cost: { prices }, ...parts });

it("keeps a run stopped under the limit that had stopped it, and lets a higher one go on", () => {
  expect(wasSpent(left({}), 10, prices)).toBe(true);
  expect(wasSpent(left({}), 9, prices)).toBe(true);
  expect(wasSpent(left({}), 10.01, prices)).toBe(false);
});

it("counts anew at other prices, after another end, and without a record", () => {
  expect(wasSpent(left({}), 10, { ...prices, outputUsd: 4 })).toBe(false);
  for (const stoppedBy of [null, "cancelled", "remote"]) {
    expect(wasSpent(left({ stoppedBy }), 10, prices)).toBe(false);
  }
  expect(wasSpent(left({ cost: null }), 10, prices)).toBe(false);
  expect(wasSpent(null, 10, prices)).toBe(false);
});

it("takes any text for a record or for none, and never fails", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(wasSpent(text, 10, prices)).toBe(false);
    }),
  );
});
