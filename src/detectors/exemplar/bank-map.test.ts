import { expect, test } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { bankMap } from "./bank-map.ts";
import { exemplarSet } from "./exemplar-set.ts";
import type { ExemplarText } from "./exemplar-texts.ts";

/** Items of two replies each; the unwanted ones lie `apart` along the last axis, amid noise. */
function cloud({ items, apart, seed }: { items: number; apart: number; seed: number }) {
  const random = seededRandom(seed);
  const width = 16;
  const texts: ExemplarText[] = [];
  const rows: Float32Array[] = [];
  for (let item = 0; item < items; item++) {
    const topic = Array.from({ length: width }, () => random() - 0.5);
    for (const side of ["unwanted", "wanted"] as const) {
      const row = topic.map((value) => value + 0.5 * (random() - 0.5));
      row[width - 1] = side === "unwanted" ? apart : -apart;
      const length = Math.hypot(...row);
      texts.push({ side, source: "bank", group: `item-${item}`, text: `${side} ${item}` });
      rows.push(Float32Array.from(row, (value) => value / length));
    }
  }
  return exemplarSet(texts, rows, { width });
}

const lineOf = (set: ReturnType<typeof cloud>) => {
  const { map } = bankMap(set);
  if (map.kind !== "logistic") throw new Error("the bank's map is logistic");
  return { intercept: map.intercept, slope: map.slopes[0] ?? 0, maxNats: map.maxNats };
};

test("separable banks give evidence, the middle none, and at most 4 nats", () => {
  const { intercept, slope, maxNats } = lineOf(cloud({ items: 40, apart: 0.3, seed: 1 }));
  expect(slope).toBeGreaterThan(1);
  expect(Math.abs(intercept / slope)).toBeLessThan(0.3);
  expect(maxNats).toBe(4);
});

test("banks that cannot be told apart give hardly any", () => {
  // Over seeds, so that one lucky bank does not decide.
  const slopes = Array.from(
    { length: 20 },
    (_, seed) => lineOf(cloud({ items: 40, apart: 0, seed })).slope,
  );
  const large = slopes.filter((slope) => slope > 1.5);
  expect(large.length).toBeLessThanOrEqual(3);
  expect(slopes.every((slope) => slope >= 0)).toBe(true);
});

test("a bank of one item has nothing to compare with", () => {
  expect(() => bankMap(cloud({ items: 1, apart: 0.3, seed: 1 }))).toThrow("a single item");
});
