import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, seededRandom } from "../../math/index.ts";
import { auroc } from "./auroc.ts";
import { crossFit } from "./cross-fit.ts";
import { fitLogistic } from "./fit-logistic.ts";
import { groupFolds } from "./group-folds.ts";
import type { LabelledScores } from "./labelled-scores.ts";
import { mappedNats } from "./score-map.ts";

describe("folds", () => {
  const names = fc.array(fc.string({ maxLength: 3 }), { minLength: 2, maxLength: 40 });

  it("keep groups whole, even in number, the same in any order", () => {
    fc.assert(
      fc.property(
        names.filter((all) => new Set(all).size >= 2),
        fc.integer({ min: 2, max: 8 }),
        (all, folds) => {
          const dealt = groupFolds(all, folds);
          const byName = new Map(all.map((name, i) => [name, dealt[i]]));
          for (const [i, name] of all.entries()) expect(dealt[i]).toBe(byName.get(name));
          const backwards = groupFolds(all.toReversed(), folds);
          expect(backwards.toReversed()).toEqual(dealt);
          const sizes = new Map<number, number>();
          for (const fold of byName.values())
            sizes.set(fold ?? -1, (sizes.get(fold ?? -1) ?? 0) + 1);
          expect(sizes.size).toBe(Math.min(folds, byName.size));
          expect(Math.max(...sizes.values()) - Math.min(...sizes.values())).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("deal differently for another seed", () => {
    const all = Array.from({ length: 40 }, (_, i) => `question ${i}`);
    expect(groupFolds(all, 5, 1)).not.toEqual(groupFolds(all, 5, 2));
    expect(groupFolds(all, 5, 1)).toEqual(groupFolds(all, 5, 1));
  });

  it("leave one group out where asked, and are refused where there is none to leave", () => {
    const all = ["a", "b", "c", "a"];
    expect(new Set(groupFolds(all, Number.POSITIVE_INFINITY)).size).toBe(3);
    expect(() => groupFolds(["a", "a"], 2)).toThrow("folds need at least 2 groups");
    expect(() => groupFolds(all, 1)).toThrow(RangeError);
    expect(() => groupFolds(all, 2.5)).toThrow(RangeError);
  });
});

it("never asks a map about a group that it was learned on", () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    scores: [i % 7],
    turned: i % 3 === 0,
    group: `q${i % 6}`,
  }));
  const seen: Set<string>[] = [];
  const nats = crossFit(
    rows,
    (others) => {
      seen.push(new Set(others.map(({ group }) => group)));
      return fitLogistic(others);
    },
    { folds: Number.POSITIVE_INFINITY },
  );
  expect(seen).toHaveLength(6);
  expect(seen.every((groups) => groups.size === 5)).toBe(true);
  expect(nats.every((value) => value !== null)).toBe(true);
});

it("flatters nothing: scores of chance stay at chance, where the map's own turns look good", () => {
  const random = seededRandom(71);
  const rows = Array.from({ length: 60 }, (_, i) => ({
    scores: Array.from({ length: 12 }, () => drawNormal(random)),
    turned: random() < 0.5,
    group: `${i}`,
  }));
  const learn = (some: readonly LabelledScores[]) => fitLogistic(some, { ridge: 0.01 });
  const map = learn(rows);
  const area = (nats: readonly (number | null)[]) =>
    auroc(rows.map(({ turned }, i) => ({ score: nats[i] ?? 0, turned }))) ?? 0;
  expect(area(rows.map(({ scores }) => mappedNats(map, scores)))).toBeGreaterThan(0.7);
  expect(area(crossFit(rows, () => map))).toBeGreaterThan(0.7);
  expect(area(crossFit(rows, learn))).toBeLessThan(0.62);
});

it("has no figure where the other folds lack a kind", () => {
  const rows = [
    { scores: [1], turned: true, group: "a" },
    { scores: [0], turned: false, group: "b" },
    { scores: [0], turned: false, group: "c" },
  ];
  const nats = crossFit(rows, (others) => fitLogistic(others), { folds: 3 });
  expect(nats[0]).toBeNull();
  expect(nats[1]).not.toBeNull();
});
