import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawNormal, normalCdf, type Random, seededRandom } from "../../math/index.ts";
import { auroc, pooledAuroc, withinAuroc } from "./auroc.ts";

const row = fc.record({
  score: fc.integer({ min: -4, max: 4 }),
  turned: fc.boolean(),
  group: fc.constantFrom("a", "b", "c"),
});
const rows = fc.array(row, { maxLength: 40 });

it("is the share of pairs in the right order, ties half", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const [turned, loyal] = [all.filter((r) => r.turned), all.filter((r) => !r.turned)];
      const pairs = turned.flatMap((t) =>
        loyal.map((l) => (t.score > l.score ? 1 : t.score === l.score ? 0.5 : 0)),
      );
      const area = auroc(all);
      if (pairs.length === 0) expect(area).toBeNull();
      else expect(area).toBeCloseTo(pairs.reduce<number>((a, b) => a + b, 0) / pairs.length, 12);
    }),
  );
});

it("is unmoved by any rising change of the scores", () => {
  fc.assert(
    fc.property(rows, (all) => {
      expect(auroc(all.map((r) => ({ ...r, score: Math.exp(r.score) })))).toBe(auroc(all));
    }),
  );
});

// scikit-learn's documented example of roc_auc_score.
it("is 0.75 for the textbook example", () => {
  const example = [
    [0.1, false],
    [0.4, false],
    [0.35, true],
    [0.8, true],
  ] as const;
  expect(auroc(example.map(([score, turned]) => ({ score, turned })))).toBe(0.75);
});

it("within groups forgets how hard the groups are", () => {
  // Both groups are ordered perfectly; the second lies above the first as a whole.
  const all = [
    { score: 0, turned: false, group: "a" },
    { score: 1, turned: true, group: "a" },
    { score: 2, turned: false, group: "b" },
    { score: 3, turned: true, group: "b" },
    { score: 9, turned: false, group: "c" },
  ];
  const random = seededRandom(1);
  expect(auroc(all)).toBeLessThan(0.6);
  const within = withinAuroc(all, { random });
  expect(within?.inference.estimate).toBe(1);
  expect(within?.leftOut).toBe(1);
  expect([...(within?.byGroup.keys() ?? [])]).toEqual(["a", "b"]);
  expect(withinAuroc(all.slice(4), { random })).toBeNull();
});

it("says null where there is nothing to rank, and refuses what is no score", () => {
  const random = seededRandom(1);
  const one = { score: 1, turned: true, group: "a" };
  expect(pooledAuroc([one], { random })).toBeNull();
  expect(pooledAuroc([one, { ...one, turned: false }], { random })).toBeNull();
  expect(() => auroc([{ score: Number.NaN, turned: true }])).toThrow("a score must be finite");
  expect(() => pooledAuroc([one], { random, level: 2 })).toThrow(RangeError);
  expect(() => pooledAuroc([one], { random, resamples: 3 })).toThrow(RangeError);
});

/** Questions of uneven difficulty and size; within each, turned scores lie one and a half higher. */
function answers(random: Random, { groups, spread }: { groups: number; spread: number }) {
  return Array.from({ length: groups }, (_, i) => {
    const own = spread * drawNormal(random);
    return Array.from({ length: 2 + Math.floor(10 * random()) }, () => {
      const turned = random() < 0.4;
      return { score: own + (turned ? 1.5 : 0) + drawNormal(random), turned, group: `${i}` };
    });
  }).flat();
}

describe("calibration", () => {
  it.each([
    [25, 0],
    [40, 1],
  ])("covers the true pooled area with %i groups, spread %f", (groups, spread) => {
    const random = seededRandom(groups);
    const truth = normalCdf(1.5 / Math.sqrt(2 * (1 + spread ** 2)));
    const trials = Array.from({ length: 80 }, () =>
      pooledAuroc(answers(random, { groups, spread }), { random, resamples: 150 }),
    );
    const covered = trials.filter(
      (found) => found !== null && found.interval.low <= truth && truth <= found.interval.high,
    );
    // Longer runs covered 93 to 95 % (bench/belief.ts); three standard errors of 80 trials below that.
    expect(covered.length / trials.length).toBeGreaterThan(0.84);
    expect(covered.length / trials.length).toBeLessThan(1);
  });

  it("has the same mean within groups however far they lie apart", () => {
    const random = seededRandom(5);
    const truth = normalCdf(1.5 / Math.SQRT2);
    const found = withinAuroc(answers(random, { groups: 400, spread: 5 }), { random });
    expect(Math.abs((found?.inference.estimate ?? 0) - truth)).toBeLessThan(0.03);
  });
});
