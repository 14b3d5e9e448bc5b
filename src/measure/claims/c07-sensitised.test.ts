import { expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { sensitised } from "./c07-sensitised.ts";

const flat = (value: number) => [value, value, value];
const arms = {
  "again-4": [-0.5, -0.4, -0.3],
  "after-5": flat(-1),
  "first-after-4": flat(-0.9),
  "good-8": flat(-1.1),
};

it("is what a second slip does beyond a first, by hand", () => {
  const found = sensitised.evaluate(claimInput(margins(arms)));
  // (0.5, 0.6, 0.7) minus 0.2.
  expect(found?.inference?.estimate).toBeCloseTo(0.4, 12);
  expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.4 - (4.302653 * 0.1) / 3 ** 0.5, 6);
  expect(found?.gate).toBeNull();
  expect(found?.control?.inference.estimate).toBeCloseTo(0.2, 12);
});

it("names the first slip as control and says whether the preference crossed", () => {
  const said = sensitised.evaluate(claimInput(margins(arms)))?.sentence("supported");
  expect(said).toContain("than a first slip would after equally many turns (+0.200");
  expect(said).toContain("the preference did not cross 0");
});

it("is null without its arms", () => {
  const { "good-8": _, ...without } = arms;
  expect(sensitised.evaluate(claimInput(margins(without)))).toBeNull();
});
