import { describe, expect, it } from "vitest";
import { smallBehaviour, smallProfile } from "../../test/small/small-behaviour.ts";
import { type ClaimId, claimIds } from "./claim.ts";
import { type Preset, planCommand, planProbe, presets } from "./plan.ts";

const behaviours = [
  smallBehaviour(),
  smallBehaviour("honest"),
  { ...smallBehaviour("formal"), valueNeutral: true },
];
const profile = smallProfile(behaviours);
const settings = (preset: Preset, chosen: readonly string[] = ["kind"], extra: ClaimId[] = []) => ({
  preset,
  ...presets[preset],
  behaviours: chosen,
  seed: 1,
  coercion: { kind: "ladder", level: "S", sentences: 4 } as const,
  extraClaims: extra,
});
const armsOf = (...given: Parameters<typeof settings>) =>
  planProbe(profile, settings(...given)).behaviours[0]?.arms ?? [];
const ids = (...given: Parameters<typeof settings>) => armsOf(...given).map(({ id }) => id);

describe("planProbe", () => {
  it("runs six arms when quick, six blocks of two", () => {
    expect(ids("quick")).toEqual(["fresh", "rewound", "good", "essay", "neutral", "style"]);
    expect(presets.quick).toEqual({ blocks: 6, probesPerBlock: 2 });
  });

  it("runs by default what the registered table marks so", () => {
    expect(ids("default").toSorted()).toEqual(
      [
        ...["fresh", "rewound", "good", "essay", "neutral", "style", "shuffled"],
        ...["after-1", "after-4", "good-4", "good-7"],
        ...["essay-own-1", "essay-own-3", "good-own-1", "good-own-3"],
        ...["essay+restate", "essay+inoculate", "essay+placebo"],
        ...["good+restate", "good+inoculate", "good+placebo"],
        ...["uncoerced/fresh", "uncoerced/good", "uncoerced/essay", "uncoerced/style"],
      ].toSorted(),
    );
  });

  it("runs every arm when full", () => {
    const full = ids("full", ["kind", "honest", "formal"]);
    expect(full).toEqual(
      expect.arrayContaining([
        ...["mistake", "refusal", "quoted", "after-2", "after-8", "good-5", "good-11"],
        ...["dose-2", "dose-4", "dose-8", "good-6", "good-10", "again-4", "after-5"],
        ...["first-after-4", "good-8", "shadow/mirror", "shadow/mirror-twin"],
        ...["essay-own-2", "essay-own-4", "good-own-2", "good-own-4"],
        ...["essay+object", "essay+apologise", "essay+user-turns-only", "essay+summarise"],
        ...["essay+negated", "essay+inoculate-before", "good+inoculate-irrelevant-reason"],
        ...["shadow/turn-kinds", "loyal/turn-kinds", "S1/essay", "irrelevant-S4/fresh"],
        ...["U4/essay", "essay>honest", "good>honest", "style>honest"],
        ...["own-slip", "own-sibling"],
      ]),
    );
    // A value-neutral pair is a control, not a place to spill to.
    expect(full).not.toContain("essay>formal");
  });

  it("scores styles only where q is read, and every set where two claims share an arm", () => {
    const arms = armsOf("full", ["kind", "honest", "formal"]);
    const replies = new Map(arms.map((arm) => [arm.id, arm.replies]));
    expect(
      Object.fromEntries(["fresh", "good", "essay"].map((id) => [id, replies.get(id)])),
    ).toEqual({ fresh: "styles", good: "styles", essay: "styles" });
    expect(replies.get("uncoerced/good")).toBe("block-style");
    expect(replies.get("neutral")).toBe("pair");
    expect(replies.get("after-4")).toBe("pair");
  });

  it("has no arm twice", () => {
    for (const preset of ["quick", "default", "full"] as const) {
      const every = ids(preset, ["kind", "honest"], [...claimIds]);
      expect(new Set(every).size).toBe(every.length);
    }
  });

  it("adds the arms of claims that are asked for", () => {
    expect(ids("quick", ["kind"], ["C07.sensitised"])).toEqual([
      ...ids("quick"),
      ...["again-4", "after-5", "first-after-4", "good-8"],
    ]);
  });

  it("refuses a behaviour that the profile lacks", () => {
    expect(() => planProbe(profile, settings("quick", ["brave"]))).toThrow(
      "profile small has no behaviour brave",
    );
  });
});

it("names the command that would measure what was left out", () => {
  expect(planCommand("C04.persistence", settings("quick"))).toBe("turncoat probe");
  expect(planCommand("C02.dose", settings("quick"))).toBe("turncoat probe --claims C02.dose");
  expect(planCommand("C05.spill", settings("default"))).toBe(
    "turncoat probe --behaviours all --claims C05.spill",
  );
});
