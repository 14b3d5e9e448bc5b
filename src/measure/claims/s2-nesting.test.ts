import { expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { nesting } from "./s2-nesting.ts";

const evaluate = (shadow: number[]) =>
  nesting.evaluate(claimInput(margins({ "shadow/fresh": shadow, "loyal/fresh": [-1, -1, -1] })));

it("weighs one persona's room for the other, by hand", () => {
  // -m(shadow) - m(loyal) = -(0.3, 0.2, 0.1) + 1.
  const found = evaluate([0.3, 0.2, 0.1]);
  expect(found?.inference?.estimate).toBeCloseTo(0.8, 12);
  expect(found?.inference?.interval(0.95)?.high).toBeCloseTo(0.8 + (4.302653 * 0.1) / 3 ** 0.5, 6);
  expect(found?.gate).toBeNull();
});

it("names the prompts' difference and says whether the shadow prompt alone crossed 0", () => {
  const said = evaluate([0.3, 0.2, 0.1])?.sentence("supported");
  expect(said).toContain("control: the two prompts differ by +1.200");
  expect(said).toContain("under the shadow prompt alone the preference crossed 0");
});

it("is gated where the persona prompts do nothing", () => {
  expect(evaluate([-1, -1, -1])?.gate).toContain("manipulation check failed");
});
