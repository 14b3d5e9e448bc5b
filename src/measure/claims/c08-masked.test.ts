import { expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { judge } from "../verdicts.ts";
import { masked } from "./c08-masked.ts";

const flat = (value: number) => [value, value, value];
const input = (clean: number[]) =>
  claimInput(margins({ fresh: flat(-1), good: flat(-1.2), "good-7": clean }));

it("is what seven good turns do to the fresh margin, by hand", () => {
  const found = masked.evaluate(input([-0.8, -0.7, -0.6]));
  expect(found?.inference?.estimate).toBeCloseTo(0.3, 12);
  expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.3 - (4.302653 * 0.1) / 3 ** 0.5, 6);
  expect(found?.control?.inference.estimate).toBeCloseTo(-0.2, 12);
  expect(found?.gate).toBeNull();
});

it("names three good turns as control and says whether the preference crossed", () => {
  const said = masked.evaluate(input([0.1, 0.2, 0.3]))?.sentence("supported");
  expect(said).toContain("after three by −0.200");
  expect(said).toContain("the preference crossed 0");
});

it("is refuted where good turns build trust", () => {
  expect(judge([masked], input([-1.5, -1.4, -1.3]))[0]?.verdict).toBe("refuted");
});
