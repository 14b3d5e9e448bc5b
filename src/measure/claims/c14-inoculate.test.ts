import { expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { inoculation } from "./c14-inoculate.ts";

const flat = (value: number) => [value, value, value];
const arms = {
  good: flat(-1),
  essay: [-0.5, -0.4, -0.3],
  "essay+inoculate": [-1, -0.8, -0.6],
  "good+inoculate": flat(-0.9),
  "essay+placebo": flat(-0.5),
  "good+placebo": flat(-1),
  "essay+inoculate-before": flat(-0.6),
  "essay+negated": flat(-0.5),
};
const evaluate = (changed: Partial<Record<keyof typeof arms, number[]>> = {}) =>
  inoculation.evaluate(claimInput(margins({ ...arms, ...changed })));

it("is what the sentence wins back beyond a placebo, by hand", () => {
  // m(essay + placebo) - m(essay + inoculate) = 0.5, 0.3, 0.1.
  expect(evaluate()?.inference?.estimate).toBeCloseTo(0.3, 12);
  expect(evaluate()?.inference?.interval(0.95)?.low).toBeCloseTo(
    0.3 - (4.302653 * 0.2) / 3 ** 0.5,
    6,
  );
  expect(evaluate()?.gate).toBeNull();
  expect(evaluate()?.control?.inference.estimate).toBeCloseTo(0.1, 12);
});

it("shows the sentence before the slip, the negated one, and the leak", () => {
  const number = (label: string) =>
    evaluate()?.beside.find((one) => one.label.startsWith(label))?.inference.estimate;
  expect(number("sentence before")).toBeCloseTo(0.1, 12);
  expect(number("negated")).toBeCloseTo(0, 12);
  expect(number("leak")).toBeCloseTo(0.1, 12);
});

it("names the placebo and says whether the preference crossed", () => {
  const said = evaluate()?.sentence("inconclusive");
  expect(said).toContain("than a placebo sentence of equal length (+0.100");
  expect(said).toContain("the preference did not cross 0");
});

it("is gated where there is nothing to defuse", () => {
  expect(evaluate({ essay: flat(-1) })?.gate).toContain("no clear effect above 0.1");
});
