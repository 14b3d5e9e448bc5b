import { describe, expect, it } from "vitest";
import { claimInput, type GivenInput, margins } from "../../../test/small/given-readings.ts";
import { judge } from "../verdicts.ts";
import { remedies } from "./c06-remedies.ts";

const flat = (value: number) => [value, value, value];
const base = {
  fresh: flat(-0.8),
  rewound: flat(-0.9),
  good: flat(-1),
  essay: [-0.5, -0.4, -0.3],
  "good+restate": flat(-1),
  "essay+restate": [-0.6, -0.5, -0.4],
  "good+inoculate": flat(-1),
  "essay+inoculate": [-0.8, -0.7, -0.6],
  "good+placebo": flat(-1),
  "essay+placebo": [-0.5, -0.4, -0.3],
};
const judged = (arms: Readonly<Record<string, number[]>>, given: GivenInput = {}) =>
  judge([remedies], claimInput(margins(arms), given))[0];

describe("C06", () => {
  it("reports the smallest residual, with its gain and its distance from fresh", () => {
    const found = judged(base)?.finding;
    // Against good+inoculate: 0.2, 0.3, 0.4.
    expect(found?.inference?.estimate).toBeCloseTo(0.3, 12);
    expect(found?.quantity).toContain("inoculate");
    const number = (label: string) =>
      found?.beside.find((one) => one.label === label)?.inference.estimate;
    expect(number("residual after restate")).toBeCloseTo(0.5, 12);
    expect(number("gain of inoculate")).toBeCloseTo(0.3, 12);
    expect(number("after inoculate, against fresh")).toBeCloseTo(0.1, 12);
    expect(found?.control?.inference.estimate).toBeCloseTo(0, 12);
  });

  it("counts no control as a remedy, and names the placebo and the crossing", () => {
    const found = judged({ ...base, "essay+placebo": [-0.6, -0.5, -0.4] })?.finding;
    expect(found?.beside.map(({ label }) => label)).not.toContain("residual after placebo");
    const said = found?.sentence("inconclusive");
    expect(said).toContain("Of 2 remedies");
    expect(said).toContain("a placebo sentence wins back +0.100");
    expect(said).toContain("the preference did not cross 0");
  });

  it("is supported when every remedy leaves more than δ, refuted when one leaves less", () => {
    const near = (value: number) => [value - 0.01, value, value + 0.01];
    const left = { ...base, "essay+restate": near(-0.5), "essay+inoculate": near(-0.6) };
    expect(judged(left)?.verdict).toBe("supported");
    expect(judged({ ...left, "essay+restate": near(-1) })?.verdict).toBe("refuted");
    expect(judged(base)?.verdict).toBe("inconclusive");
  });

  it("takes Holm's correction over the remedies tried", () => {
    // One-sided p of "below δ" for restate: t = (0.1 - 0.05) / (s / √3), df 2.
    const borderline = [-0.97, -0.95, -0.93];
    const one = judged({ ...base, "essay+restate": borderline })?.finding;
    const alone = one?.beside[0]?.inference.pLess(0.1) ?? 1;
    expect(one?.pRefuted).toBeCloseTo(2 * alone, 12);
  });

  it("is gated without an effect, and by a placebo that works", () => {
    expect(judged({ ...base, essay: flat(-1) })?.reason).toContain("no clear effect above 0.1");
    expect(judged({ ...base, "essay+placebo": [-0.9, -0.8, -0.7] })?.reason).toContain(
      "the placebo alone",
    );
  });

  it("does not count restating nothing", () => {
    const coercion = { kind: "ladder", level: "S", sentences: 0 } as const;
    expect(judged(base, { coercion })?.finding?.sentence("inconclusive")).toContain(
      "Of 1 remedies",
    );
  });
});
