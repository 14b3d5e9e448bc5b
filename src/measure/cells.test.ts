import { describe, expect, it } from "vitest";
import { smallBehaviour, smallProfile } from "../../test/small/small-behaviour.ts";
import * as arms from "./arms.ts";
import { planBlocks } from "./blocks.ts";
import { type BlockPlan, cellKey, cellsOf, draws, probesOf, repliesOf } from "./cells.ts";
import { shuffledWords } from "./context.ts";
import { planProbe, presets } from "./plan.ts";

const behaviours = [smallBehaviour(), smallBehaviour("honest")];
const profile = smallProfile(behaviours);
const coercion = { kind: "ladder", level: "S", sentences: 1 } as const;
const plan = planProbe(profile, {
  preset: "full",
  ...presets.full,
  blocks: 3,
  behaviours: ["kind", "honest"],
  seed: 5,
  coercion,
  extraClaims: [],
});
const blockPlans = plan.behaviours.flatMap(({ behaviour, blocks, arms: planned }) =>
  blocks.map((block) => ({ plan: { behaviour, block, coercion, profile }, planned })),
);
const some = blockPlans[0]?.plan ?? never();
function never(): never {
  throw new Error("the plan has no block");
}

describe("cells", () => {
  it("have keys that no two of a full run share, and that name where they stand", () => {
    const keys = blockPlans.flatMap(({ plan: of, planned }) =>
      planned.flatMap((arm) =>
        draws(arm).flatMap((draw) => {
          const generated = ["a", "b", "c", "d"];
          return cellsOf(arm, of, { draw, generated }).map(({ key }) => key);
        }),
      ),
    );
    expect(keys.length).toBeGreaterThan(1000);
    expect(new Set(keys).size).toBe(keys.length);
    const cell = { behaviour: "kind", block: 2, arm: "essay", draw: null, item: "item-3" };
    expect(cellKey(cell)).toBe("cell/kind/2/essay/-/item-3");
    expect(cellKey({ ...cell, draw: 1 })).toBe("cell/kind/2/essay/1/item-3");
  });

  it("ask every probe of their block once an arm, in every arm the same", () => {
    for (const { plan: of } of blockPlans) {
      for (const arm of [arms.fresh, arms.essay, arms.good]) {
        const cells = cellsOf(arm, of, { draw: null, generated: [] });
        expect(cells.map(({ item }) => item)).toEqual(of.block.probes.map(({ id }) => id));
      }
    }
  });

  it("are drawn twice where the subject writes, once in a search, and once by nobody else", () => {
    expect(draws(arms.essay)).toEqual([null]);
    expect(draws(arms.own(arms.essay, 3))).toEqual([0, 1]);
    expect(arms.remedyPair("summarise").map(draws)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(draws(arms.ownSlip)).toEqual([0]);
  });
});

describe("probesOf", () => {
  it("asks the history's next question in the arms of turn kinds", () => {
    const [next] = probesOf(arms.turnKinds("shadow"), some);
    expect(next).toBe(some.block.history[2]);
  });

  it("asks another behaviour's items, the same in every arm of a block", () => {
    const [essay, good] = [arms.essay, arms.good].map((base) =>
      probesOf(arms.spill(base, "honest"), some),
    );
    expect(essay).toHaveLength(some.block.probes.length);
    expect(essay).toEqual(good);
    expect(behaviours[1]?.items).toEqual(expect.arrayContaining([...(essay ?? [])]));
  });

  it("draws them anew with another seed", () => {
    const bank = { id: "kind", items: some.behaviour.items, styles: ["sea"] };
    const drawn = [1, 2, 3, 4].map((seed) => {
      const [block] = planBlocks(bank, { blocks: 1, probesPerBlock: 4, seed });
      const of: BlockPlan = { ...some, block: block ?? never() };
      return JSON.stringify(probesOf(arms.spill(arms.essay, "honest"), of).map(({ id }) => id));
    });
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });
});

describe("repliesOf", () => {
  const item = some.behaviour.items[2] ?? never();
  const kinds = (arm: Parameters<typeof repliesOf>[0]) => [...repliesOf(arm, item, "law").keys()];

  it("scores what the arm's numbers need", () => {
    expect(kinds(arms.neutral)).toEqual(["wanted", "unwanted"]);
    expect(kinds(arms.style)).toEqual(["wanted", "unwanted", "style:law"]);
    expect(kinds(arms.fresh)).toEqual([
      "wanted",
      "unwanted",
      "style:sea",
      "style:law",
      "style:ode",
    ]);
  });

  it("scores one of every kind of turn, each with its own text", () => {
    const replies = repliesOf(arms.turnKinds("loyal"), item, "law");
    expect(Object.fromEntries(replies)).toEqual({
      wanted: "w3",
      unwanted: "u3 one two three four",
      "style:law": "law3",
      neutral: "n3",
      shuffled: shuffledWords("u3 one two three four"),
      mistake: "e3",
      refusal: "f3",
    });
  });
});
