import { describe, expect, it } from "vitest";
import { knownRun } from "../../test/small/small-run.ts";
import { claimIds } from "./claim.ts";
import { otherClaims } from "./claims/index.ts";
import { probeResultSchema } from "./result.ts";

const { result: quick } = await knownRun("fading", { preset: "quick", behaviours: ["kind"] });
const { result: full } = await knownRun("fading", {
  preset: "full",
  behaviours: ["kind", "honest", "plain"],
});

describe("a quick result", () => {
  it("comes back from its own JSON, as the published schema reads it", () => {
    const parsed = probeResultSchema.parse(JSON.parse(JSON.stringify(quick)));
    expect(parsed).toEqual(quick);
  });

  it("lists every claim once, and says what would measure those that were not run", () => {
    const ids = [...claimIds, ...otherClaims.map(({ id }) => id)];
    expect(quick.claims.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const persistence = quick.claims.find(({ id }) => id === "C04.persistence");
    expect(persistence).toMatchObject({
      verdict: "not-measured",
      estimate: null,
      level: null,
      reason: "its arms were not run; run them with: turncoat probe",
    });
  });

  it("has the margin of every arm, block by block", () => {
    expect(quick.arms.map(({ arm }) => arm)).toEqual([
      "fresh",
      "rewound",
      "good",
      "essay",
      "neutral",
      "style",
    ]);
    for (const { margins, margin, cells, missing } of quick.arms) {
      expect(margins).toHaveLength(4);
      expect(cells).toBe(8);
      expect(missing).toBe(0);
      const known = margins.filter((value) => value !== null);
      expect(margin?.estimate).toBeCloseTo(known.reduce((sum, m) => sum + m, 0) / 4, 12);
    }
  });

  it.each([
    ["an unknown field", { more: 1 }],
    ["another format", { format: "turncoat/result@2" }],
    ["a number that is none", { delta: Number.NaN }],
  ])("is refused with %s", (_, change) => {
    expect(probeResultSchema.safeParse({ ...quick, ...change }).success).toBe(false);
  });
});

describe("a full result of several behaviours", () => {
  const rows = (id: string) => full.claims.filter((row) => row.id === id);

  it("leaves no claim unmeasured that this instrument can measure", () => {
    for (const behaviour of ["kind", "honest"]) {
      for (const id of claimIds) {
        const row = full.claims.find((one) => one.id === id && one.behaviour === behaviour);
        expect(row?.verdict, `${id} of ${behaviour}`).not.toBe("not-measured");
        expect(row?.estimate, `${id} of ${behaviour}`).not.toBeNull();
      }
    }
  });

  it("compares with the value-neutral pair", () => {
    const [asymmetry] = rows("C03.asymmetry");
    expect(asymmetry?.control?.label).toMatch(/^value-neutral pair/);
  });

  it("has rows about behaviours in general, over those that are no controls", () => {
    const pooled = full.claims.filter(({ behaviour }) => behaviour === "all");
    expect(pooled.map(({ id }) => id)).toEqual([
      "C01.specificity",
      "C04.effect",
      "C04.persistence",
      "C08.masked",
      "C14.inoculate",
      "S3.worse",
    ]);
    const [effect] = pooled.filter(({ id }) => id === "C04.effect");
    expect(effect?.blocks).toBe(2);
    const own = rows("C04.effect").filter(({ behaviour }) => /^(kind|honest)$/.test(behaviour));
    const mean = own.reduce((sum, row) => sum + (row.estimate ?? 0), 0) / 2;
    expect(effect?.estimate).toBeCloseTo(mean, 12);
  });

  it("says that the subject's own slips were not searched", () => {
    expect(full.counts.ownSlips).toBeNull();
    expect(full.arms.map(({ arm }) => arm)).not.toContain("own-slip");
  });

  it("names the control or whether the preference crossed 0 in every sentence", () => {
    for (const { verdict, sentence, id, behaviour } of full.claims) {
      if (verdict === "not-measured" || behaviour === "all") continue;
      expect(sentence, id).toMatch(/cross/);
      expect(sentence, id).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  });
});
