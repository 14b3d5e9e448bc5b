import { describe, expect, it } from "vitest";
import { claimInput, type GivenScores, margins } from "../../../test/small/given-readings.ts";
import { mixture } from "./s1-mixture.ts";

const kinds = ["unwanted", "neutral", "style:sea", "shuffled", "mistake", "refusal"];
const arms = ["essay", "neutral", "style", "shuffled", "mistake", "refusal"];
/** Log-likelihood ratio of each kind, shadow against loyal prompt, beyond the good turn's. */
const ratios = [0.6, 0.1, 0.3, 0.4, 0, 0.2];

/** A subject whose turns move it by `slope` times their ratio, in two blocks. */
function subject(slope: number, raised = 1): GivenScores {
  const under = (persona: 0 | 1) =>
    Object.fromEntries([
      ["wanted", [-3 + persona, -3 + persona]],
      ...kinds.map((kind, at) => {
        const score = -4 + persona * (1 + (ratios[at] ?? 0));
        return [kind, [score, score]];
      }),
    ]);
  const effects = arms.map((arm, at): [string, number[]] => {
    const moved = -1 + slope * (ratios[at] ?? 0);
    return [arm, [moved, moved + 0.5]];
  });
  return {
    ...margins({
      good: [-1, -0.5],
      "shadow/fresh": [raised - 1, raised - 1],
      "loyal/fresh": [-1, -1],
      ...Object.fromEntries(effects),
    }),
    "shadow/turn-kinds": under(1),
    "loyal/turn-kinds": under(0),
  };
}

describe("S1", () => {
  it.each([0, 0.5, 1])("finds the slope %f of a subject that has it", (slope) => {
    const found = mixture.evaluate(claimInput(subject(slope)));
    expect(found?.gate).toBeNull();
    expect(found?.inference?.estimate).toBeCloseTo(slope, 10);
  });

  it("takes no slope of rounding for one", () => {
    const found = mixture.evaluate(claimInput(subject(1e-9)));
    expect(found?.pSupported).toBe(1);
    expect(mixture.evaluate(claimInput(subject(0.5)))?.pSupported).toBeLessThan(0.001);
  });

  it("names the persona prompts as control and says whether the preference crossed", () => {
    const said = mixture.evaluate(claimInput(subject(0.5)))?.sentence("supported");
    expect(said).toContain("the shadow prompt itself raises the fresh margin by +1.000");
    expect(said).toContain("the preference did not cross 0");
  });

  it("is gated where the shadow prompt does not raise the fresh margin", () => {
    const found = mixture.evaluate(claimInput(subject(0.5, 0)));
    expect(found?.gate).toContain("manipulation check failed");
  });

  it("is null where a kind of turn was not run", () => {
    const { refusal: _, ...without } = subject(1);
    expect(mixture.evaluate(claimInput(without))).toBeNull();
  });
});
