import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { judge } from "../verdicts.ts";
import { effect } from "./c04-effect.ts";

const base = {
  fresh: [-0.4, -0.4, -0.4],
  good: [-1, -1, -1],
  essay: [-0.5, -0.4, -0.3],
  neutral: [-0.9, -0.9, -0.9],
  shuffled: [-0.7, -0.7, -0.7],
};
const verdict = (arms: Readonly<Record<string, number[]>>) =>
  judge([effect], claimInput(margins(arms)))[0]?.verdict;

describe("C04.effect", () => {
  it("is what a slip does beyond a good turn, by hand", () => {
    const found = effect.evaluate(claimInput(margins(base)));
    expect(found?.inference?.estimate).toBeCloseTo(0.6, 12);
    expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.6 - (4.302653 * 0.1) / 3 ** 0.5, 6);
    expect(found?.gate).toBeNull();
    expect(found?.control).toMatchObject({ label: "e(neutral)" });
    expect(found?.control?.inference.estimate).toBeCloseTo(0.1, 12);
    const kept = found?.beside.find(({ label }) => label.startsWith("share of e(essay)"));
    expect(kept?.inference.estimate).toBeCloseTo(0.5, 12);
  });

  it("names the neutral turn, what shuffling keeps, and whether the preference crossed", () => {
    const said = effect.evaluate(claimInput(margins(base)))?.sentence("supported");
    expect(said).toContain("a neutral reply of equal length costs +0.100");
    expect(said).toContain("about as much as three kind replies had built");
    expect(said).toContain("50 % of it needs no meaning");
    expect(said).toContain("the preference did not cross 0");
    const turned = { ...base, essay: [0.1, 0.2, 0.3] };
    expect(effect.evaluate(claimInput(margins(turned)))?.sentence("supported")).toContain(
      "the preference crossed 0: the rude reply",
    );
  });

  it("needs a slip to do more than a neutral turn", () => {
    expect(verdict(base)).toBe("supported");
    expect(verdict({ ...base, neutral: [-0.45, -0.4, -0.35] })).toBe("inconclusive");
  });

  it("takes no difference of rounding for an effect beyond the neutral turn's", () => {
    const alike = {
      ...base,
      essay: [-0.4, -0.4, -0.4],
      neutral: [-0.4, -0.4, -0.4].map((m) => m - 1e-9),
    };
    expect(verdict(alike)).toBe("inconclusive");
  });

  it("shows the subject's own slip against its own sibling, where they were drawn", () => {
    const found = effect.evaluate(
      claimInput(margins({ ...base, "own-slip": [0, 0, 0], "own-sibling": [-0.3, -0.3, -0.3] })),
    );
    const own = found?.beside.find(({ label }) => label.startsWith("e(own slip)"));
    expect(own?.inference.estimate).toBeCloseTo(0.3, 12);
  });

  it("is refuted where a slip does less than δ, and null without its arms", () => {
    expect(verdict({ ...base, essay: [-1, -1.01, -0.99] })).toBe("refuted");
    const { neutral: _, ...without } = base;
    expect(effect.evaluate(claimInput(margins(without)))).toBeNull();
  });
});
