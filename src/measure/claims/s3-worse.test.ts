import { expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { worse } from "./s3-worse.ts";

const flat = (value: number) => [value, value, value];
const evaluate = (fresh: number[]) =>
  worse.evaluate(
    claimInput(
      margins({
        fresh,
        essay: [-0.3, -0.2, -0.1],
        "uncoerced/fresh": flat(-1),
        "uncoerced/essay": flat(-0.6),
      }),
    ),
  );

it("compares the slipped model with one never coerced, by hand", () => {
  const found = evaluate(flat(-1.5));
  expect(found?.inference?.estimate).toBeCloseTo(0.4, 12);
  expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.4 - (4.302653 * 0.1) / 3 ** 0.5, 6);
  expect(found?.gate).toBeNull();
  expect(found?.control?.inference.estimate).toBeCloseTo(0.5, 12);
});

it("names what coercion does and says whether the preference crossed", () => {
  const said = evaluate(flat(-1.5))?.sentence("supported");
  expect(said).toContain("asking lowers the fresh margin by +0.500");
  expect(said).toContain("the preference did not cross 0");
});

it("is gated where coercion does not lower the fresh margin by more than δ", () => {
  expect(evaluate(flat(-1.05))?.gate).toContain("manipulation check failed");
});
