import fc from "fast-check";
import { expect, test } from "vitest";
import { densityRatio, exemplarSet, kernels } from "./exemplar-set.ts";
import type { ExemplarText } from "./exemplar-texts.ts";

const text = (side: ExemplarText["side"], source: ExemplarText["source"], group: string) => ({
  side,
  source,
  group,
  text: group,
});

/** A vector of the plane at an angle in degrees. */
const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

test("is the log of the mean unwanted kernel over the mixture of the others", () => {
  const texts = [
    text("unwanted", "list", "a"),
    text("unwanted", "bank", "b"),
    text("unwanted", "bank", "c"),
    text("wanted", "bank", "b"),
    text("plain", "list", "d"),
  ];
  const set = exemplarSet(texts, [at(0), at(60), at(60), at(90), at(120)], { width: 2 });
  // Cosines with the vector at 0 degrees: 1, 1/2, 1/2, 0, -1/2. Worked out by hand.
  const unwanted = (Math.exp(10) + Math.exp(5)) / 2;
  const onProfile = 0.7 * Math.exp(0) + 0.3 * Math.exp(-5);
  expect(densityRatio(set, kernels(set, at(0)))).toBeCloseTo(Math.log(unwanted / onProfile), 5);
});

test("leaves a group out, and has no answer when a side is nothing else", () => {
  const texts = [
    text("unwanted", "bank", "a"),
    text("wanted", "bank", "a"),
    text("wanted", "bank", "b"),
  ];
  const set = exemplarSet(texts, [at(0), at(30), at(90)], { width: 2 });
  expect(densityRatio(set, kernels(set, at(0)), "a")).toBeNull();
  const angle = at(10);
  const alone = exemplarSet(texts.slice(0, 2), [at(0), at(30)], { width: 2 });
  expect(densityRatio(set, kernels(set, angle), "b")).toBe(
    densityRatio(alone, kernels(alone, angle)),
  );
});

test("swapping the sides of a set without plain ones turns the sign", () => {
  const angle = fc.integer({ min: 0, max: 359 });
  fc.assert(
    fc.property(
      fc.array(angle, { minLength: 1, maxLength: 6 }),
      fc.array(angle, { minLength: 1, maxLength: 6 }),
      angle,
      (us, ws, v) => {
        const build = (first: ExemplarText["side"], second: ExemplarText["side"]) =>
          exemplarSet(
            [
              ...us.map((_, row) => text(first, "bank", `u${row}`)),
              ...ws.map((_, row) => text(second, "bank", `w${row}`)),
            ],
            [...us, ...ws].map(at),
            { width: 2 },
          );
        const [set, swapped] = [build("unwanted", "wanted"), build("wanted", "unwanted")];
        const one = densityRatio(set, kernels(set, at(v))) ?? 0;
        const other = densityRatio(swapped, kernels(swapped, at(v))) ?? 0;
        expect(one + other).toBeCloseTo(0, 9);
      },
    ),
  );
});

test("needs vectors for every text, and two sides", () => {
  expect(() => exemplarSet([text("unwanted", "bank", "a")], [at(0)], { width: 2 })).toThrow(
    RangeError,
  );
  expect(() => exemplarSet([text("wanted", "bank", "a")], [at(0)], { width: 2 })).toThrow(
    RangeError,
  );
  const both = [text("unwanted", "bank", "a"), text("wanted", "bank", "a")];
  expect(() => exemplarSet(both, [at(0)], { width: 2 })).toThrow(
    "2 exemplars need as many vectors of width 2",
  );
});
