import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { judge } from "../verdicts.ts";
import { levelsCompared } from "./c16-levels.ts";

const flat = (value: number) => [value, value, value];
const near = (value: number) => [value - 0.01, value, value + 0.01];
const arms = (system: number[], user: number[]) => ({
  "uncoerced/fresh": flat(-1),
  "S4/fresh": flat(-1.5),
  "S4/good": flat(-2),
  "S4/essay": system,
  "U4/fresh": flat(-1.5),
  "U4/good": flat(-2),
  "U4/essay": user,
});
const judged = (given: Readonly<Record<string, number[]>>) =>
  judge([levelsCompared], claimInput(margins(given)))[0];

describe("C16", () => {
  it("is the difference of a slip's effects, by hand", () => {
    const found = judged(arms([-1.1, -1, -0.9], flat(-1.4)))?.finding;
    expect(found?.inference?.estimate).toBeCloseTo(0.4, 12);
    expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.4 - (4.302653 * 0.1) / 3 ** 0.5, 6);
    const said = found?.sentence("inconclusive");
    expect(said).toContain("control: the system prompt alone moves it by +1.000");
    expect(said).toContain("S 1.00, U 1.40 nats per token");
  });

  it("gives an order either way where the intervals part", () => {
    expect(judged(arms(near(-1), near(-1.4)))?.verdict).toBe("supported");
    expect(judged(arms(near(-1.4), near(-1)))?.verdict).toBe("supported");
    expect(judged(arms(near(-1), near(-1.02)))?.verdict).toBe("refuted");
  });

  it("gives none where they overlap, however sure the paired difference is", () => {
    // Blocks differ much and the levels differ by exactly 0.4 in each.
    const wide = arms([-1.8, -1, -0.2], [-2.2, -1.4, -0.6]);
    expect(judged(wide)?.finding?.inference?.pGreater(0.1)).toBeLessThan(1e-6);
    expect(judged(wide)?.verdict).toBe("inconclusive");
  });

  it("is gated at the level whose coercion does nothing", () => {
    const given = { ...arms(flat(-1), flat(-1)), "U4/fresh": flat(-1) };
    expect(judged(given)?.reason).toContain("manipulation check failed at U:");
  });
});
