import { describe, expect, it } from "vitest";
import { claimInput, type GivenScores, margins } from "../../test/small/given-readings.ts";
import type { Inference } from "../stats/index.ts";
import { arm } from "./arm.ts";
import type { Claim, ClaimInput, Finding } from "./claim.ts";
import { estimateMean } from "./estimate.ts";
import { minus } from "./readings.ts";
import { familyVerdicts, judge } from "./verdicts.ts";

/** An inference with given p-values, whatever the threshold. */
function given(pGreater: number, pLess: number, estimate = 0.5): Inference {
  return {
    estimate,
    standardError: null,
    n: 6,
    method: "t",
    interval: () => null,
    reason: () => "given by the test",
    pGreater: () => pGreater,
    pLess: () => pLess,
  };
}
function finding(parts: Partial<Finding>): Finding {
  return {
    quantity: "a number",
    unit: "nats per token",
    inference: given(1, 1),
    threshold: 0.1,
    gate: null,
    control: null,
    beside: [],
    arms: [],
    sentence: (verdict) => `it is ${verdict}`,
    ...parts,
  };
}
const withP = (pGreater: number, pLess: number) => finding({ inference: given(pGreater, pLess) });

describe("a finding alone", () => {
  it.each([
    [0.0249, 0.9751, "supported"],
    [0.025, 0.975, "inconclusive"],
    [0.95, 0.05, "inconclusive"],
    [0.951, 0.0499, "refuted"],
    [0.5, 0.5, "inconclusive"],
  ])("with one-sided p %f above and %f below is %s", (above, below, verdict) => {
    expect(familyVerdicts([withP(above, below)])).toEqual([verdict]);
  });

  it("goes by its own p-values where the claim has some", () => {
    const own = finding({ inference: given(0.001, 0.999), pSupported: 0.3, pRefuted: 0.01 });
    expect(familyVerdicts([own])).toEqual(["refuted"]);
  });

  it("is undecided behind a gate or without a number, whatever its p-values", () => {
    const sure = given(0, 1);
    expect(familyVerdicts([finding({ inference: sure, gate: "not matched" })])).toEqual([
      "undecided",
    ]);
    expect(familyVerdicts([finding({ inference: null })])).toEqual(["undecided"]);
    expect(familyVerdicts([null])).toEqual(["not-measured"]);
  });
});

describe("a family", () => {
  it("is corrected by Holm, in both directions", () => {
    // Adjusted: 3 · 0.008 = 0.024, 2 · 0.012 = 0.024, 1 · 0.024 = 0.024; all below 0.025.
    const three = [0.008, 0.012, 0.024].map((p) => withP(p, 1 - p));
    expect(familyVerdicts(three)).toEqual(["supported", "supported", "supported"]);
    // 3 · 0.009 = 0.027 holds the others back.
    const held = [0.009, 0.012, 0.024].map((p) => withP(p, 1 - p));
    expect(familyVerdicts(held)).toEqual(["inconclusive", "inconclusive", "inconclusive"]);
    const below = [0.024, 0.049].map((p) => withP(1 - p, p));
    expect(familyVerdicts(below)).toEqual(["refuted", "refuted"]);
    expect(familyVerdicts([0.026, 0.04].map((p) => withP(1 - p, p)))).toEqual([
      "inconclusive",
      "inconclusive",
    ]);
  });

  it("is not made larger by what cannot be decided", () => {
    const gated = finding({ inference: given(0.9, 0.9), gate: "not matched" });
    expect(familyVerdicts([withP(0.02, 0.98), gated, null, gated])).toEqual([
      "supported",
      "undecided",
      "not-measured",
      "undecided",
    ]);
  });
});

/** A claim about one contrast of two arms. */
function contrastClaim(id: Claim["id"], family: Claim["family"], [left, right]: [string, string]) {
  const claim: Claim = {
    id,
    says: "one differs from the other",
    family,
    arms: () => [arm(left, ""), arm(right, "")],
    evaluate: (input: ClaimInput) => {
      const inference = estimateMean(minus(input.readings.m(left), input.readings.m(right)), input);
      return inference === null ? null : finding({ inference, arms: [left, right] });
    },
  };
  return claim;
}
const one = contrastClaim("C04.effect", "flip", ["a", "b"]);
const flat = (value: number) => [value, value, value];
const judged = (scores: GivenScores, claims: readonly Claim[] = [one]) =>
  judge(claims, claimInput(scores));

describe("judge", () => {
  it("corrects within families only, and keeps the claims' order", () => {
    const other = contrastClaim("C06.remedies", "recover", ["a", "c"]);
    const same = contrastClaim("C01.specificity", "flip", ["a", "c"]);
    // t = (0.5 - 0.1) / (0.1 / √3) = 6.93, df 2: p = 0.0101, and 0.0202 when doubled.
    const scores = margins({ a: [0.4, 0.5, 0.6], b: flat(0), c: [0.31, 0.4, 0.49] });
    const alone = judged(scores, [other, one]);
    expect(alone.map(({ claim }) => claim.id)).toEqual(["C06.remedies", "C04.effect"]);
    expect(alone[1]?.verdict).toBe("supported");
    // (a - c) = 0.1: p = 0.5, so the other's p counts twice and still holds.
    expect(judged(scores, [same, one]).map(({ verdict }) => verdict)).toEqual([
      "inconclusive",
      "supported",
    ]);
    // With p = 0.0160 alone it would be supported, twice that is not.
    const wider = margins({ a: [0.3735, 0.5, 0.6265], b: flat(0), c: [0.31, 0.4, 0.49] });
    expect(judged(wider)[0]?.verdict).toBe("supported");
    expect(judged(wider, [same, one])[1]?.verdict).toBe("inconclusive");
  });

  it("keeps the gate as the reason", () => {
    const gated: Claim = { ...one, evaluate: () => finding({ gate: "not matched" }) };
    expect(judged(margins({ a: flat(1) }), [gated])[0]).toMatchObject({
      verdict: "undecided",
      reason: "not matched",
    });
  });

  it("tells a claim that was not run from one whose scores are all missing", () => {
    expect(judged(margins({ a: flat(1) }))[0]).toMatchObject({
      verdict: "not-measured",
      reason: "its arms were not run",
    });
    expect(judged(margins({ a: flat(1), b: [null, null, null] }))[0]).toMatchObject({
      finding: null,
      verdict: "undecided",
      reason: "no number can be made of its blocks (3 scores are missing)",
    });
  });
});

describe("missing scores", () => {
  // The behaviour's margins run from -1 (arm z) to 2.
  const range = { z: [-1, 2, 0] };

  it("have bounds beside the estimate: each arm at the end that lowers or raises it", () => {
    const [found] = judged(margins({ ...range, a: [1, 1, null], b: [0, null, 0] }));
    // Two whole pairs would be 1; at worst a = -1, b = 2: (1 - 1 - 1) / 3; at best a = 2, b = -1.
    expect(found?.bounds?.low).toBeCloseTo((1 - 1 - 1) / 3, 12);
    expect(found?.bounds?.high).toBeCloseTo((1 + 2 + 2) / 3, 12);
    expect(found?.finding?.inference?.estimate).toBe(1);
  });

  it("leave a verdict undecided that they could change", () => {
    const [found] = judged(margins({ ...range, a: [0.99, 1, 1.01, null], b: [...flat(0), 0] }));
    expect(found?.verdict).toBe("undecided");
    expect(found?.reason).toBe("1 missing scores could change it (from 0.500 to 1.250)");
  });

  it("leave a verdict standing that they could not", () => {
    const narrow = margins({ a: [0.99, 1, 1.01, null], b: [0, 0.01, 0, 0.02], c: flat(1.02) });
    const wide = claimInput(narrow);
    // At worst the missing margin is the smallest of all, 0: then it could.
    expect(judge([one], wide)[0]?.verdict).toBe("undecided");
    const raised = margins({ a: [0.99, 1, 1.01, null], b: flat(0.95).concat(0.95), z: flat(0.9) });
    const [stands] = judge([one], claimInput(raised));
    expect(stands?.finding?.inference?.estimate).toBeCloseTo(0.05, 12);
    expect(stands?.bounds?.low).toBeCloseTo(0.025, 4);
    expect(stands?.verdict).toBe("refuted");
    expect(stands?.reason).toBeNull();
  });

  it("are no bounds where none is missing", () => {
    expect(judged(margins({ a: flat(1), b: flat(0) }))[0]?.bounds).toBeNull();
  });
});
