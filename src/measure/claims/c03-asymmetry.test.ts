import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { smallBehaviour } from "../../../test/small/small-behaviour.ts";
import { asymmetry } from "./c03-asymmetry.ts";

// e(essay) = 0.6; one good turn after two slips takes 0.2 back: 0.4 in the middle block.
const scores = (dose8: number) =>
  margins({
    good: [-1, -1, -1],
    essay: [-0.5, -0.4, -0.3],
    "shadow/mirror": [-0.4, -0.4, -0.4],
    "shadow/mirror-twin": [-0.2, -0.2, -0.2],
    "dose-2": [-0.3, -0.3, -0.3],
    "dose-4": [-0.2, -0.2, -0.2],
    "dose-8": [dose8, dose8, dose8],
  });
const neutralPair = (shift: number) => ({
  behaviour: { ...smallBehaviour("formal"), title: "formal or casual", valueNeutral: true },
  scores: margins({
    good: [0, 0, 0],
    essay: [0.29 + shift, 0.3 + shift, 0.31 + shift],
    "shadow/mirror": [0, 0, 0],
    "shadow/mirror-twin": [0.3, 0.3, 0.3],
  }),
});

describe("C03", () => {
  it("compares one slip with one good turn after slips", () => {
    const found = asymmetry.evaluate(claimInput(scores(-0.1), { others: [neutralPair(0)] }));
    expect(found?.gate).toBeNull();
    expect(found?.inference?.estimate).toBeCloseTo(0.4, 12);
    expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.4 - (4.302653 * 0.1) / 3 ** 0.5, 6);
    expect(found?.control?.label).toBe("value-neutral pair (formal or casual)");
    expect(found?.control?.inference.estimate).toBeCloseTo(0, 12);
  });

  it("names the control, and the slips it takes to cross 0, censored above 8", () => {
    const said = (dose8: number) =>
      asymmetry
        .evaluate(claimInput(scores(dose8), { others: [neutralPair(0)] }))
        ?.sentence("supported");
    expect(said(-0.1)).toContain("control: the value-neutral pair shows +0.000");
    expect(said(-0.1)).toContain("does not cross 0 within 8 slips in a row (N50 > 8)");
    expect(said(0.1)).toContain("crosses 0 at 8 slips in a row");
  });

  it("is gated by a value-neutral pair that shows the same, or by none", () => {
    const with_ = (others: ReturnType<typeof neutralPair>[]) =>
      asymmetry.evaluate(claimInput(scores(-0.1), { others }))?.gate;
    expect(with_([neutralPair(0.4)])).toContain("not within ±0.1");
    expect(with_([neutralPair(-0.4)])).toContain("not within ±0.1");
    expect(with_([])).toContain("needs a value-neutral pair");
    const biased = { ...neutralPair(0), behaviour: smallBehaviour("honest") };
    expect(with_([biased])).toContain("needs a value-neutral pair");
  });
});
