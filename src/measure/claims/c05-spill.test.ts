import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { smallBehaviour } from "../../../test/small/small-behaviour.ts";
import { spill } from "./c05-spill.ts";

const flat = (value: number) => [value, value, value];
const own = { good: flat(-1), essay: [-0.5, -0.4, -0.3] };
const onOthers = {
  "good>honest": flat(-1),
  "essay>honest": [-0.9, -0.8, -0.7],
  "style>honest": flat(-0.95),
  "good>fair": flat(-0.2),
  "essay>fair": flat(0.2),
  "style>fair": flat(-0.15),
};
const others = ["honest", "fair"].map((id) => ({ behaviour: smallBehaviour(id), scores: {} }));
const coercion = { kind: "ladder", level: "S", sentences: 4 } as const;

describe("C05", () => {
  it("averages a slip's effect over the other behaviours' items", () => {
    const found = spill.evaluate(claimInput(margins({ ...own, ...onOthers }), { others }));
    // Blockwise means of (0.1, 0.2, 0.3) and 0.4.
    expect(found?.inference?.estimate).toBeCloseTo(0.3, 12);
    expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(
      0.3 - (4.302653 * 0.05) / 3 ** 0.5,
      6,
    );
    expect(found?.beside.map(({ label }) => label)).toEqual(["→ honest", "→ fair"]);
    expect(found?.control?.inference.estimate).toBeCloseTo(0.05, 12);
    const said = found?.sentence("supported");
    expect(said).toContain("one turn in an unrelated style moves them by +0.050");
    expect(said).toContain("the preference crossed 0 in 1 of 2 of them");
  });

  it("is gated where the slip does nothing at home", () => {
    const still = { ...own, essay: flat(-1) };
    const found = spill.evaluate(claimInput(margins({ ...still, ...onOthers }), { others }));
    expect(found?.gate).toContain("no effect above 0.1");
  });

  it("leaves value-neutral pairs out, and is null with nothing to spill on", () => {
    expect(spill.evaluate(claimInput(margins(own)))).toBeNull();
    const neutral = others.map(({ behaviour, scores }) => ({
      behaviour: { ...behaviour, valueNeutral: true },
      scores,
    }));
    expect(
      spill.evaluate(claimInput(margins({ ...own, ...onOthers }), { others: neutral })),
    ).toBeNull();
    expect(spill.arms(smallBehaviour(), [], coercion)).toEqual([]);
  });
});
