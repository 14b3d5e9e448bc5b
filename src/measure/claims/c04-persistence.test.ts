import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { judge } from "../verdicts.ts";
import { persistence } from "./c04-persistence.ts";

const flat = (value: number) => [value, value, value];
const arms = (left: number[]) => ({
  good: flat(-1),
  essay: [-0.5, -0.4, -0.3],
  "good-own-1": flat(-1),
  "essay-own-1": flat(-0.5),
  "good-own-3": flat(-1),
  "essay-own-3": left,
  "good-4": flat(-1),
  "after-1": flat(-0.6),
  "good-7": flat(-1.2),
  "after-4": flat(-1),
});
const input = (left: number[]) => claimInput(margins(arms(left)));

describe("C04.persistence", () => {
  it("is the share of the effect that is left, by hand", () => {
    // e(own-3) = 0.15, 0.3, 0.45 against e(essay) = 0.5, 0.6, 0.7: 0.3 / 0.6.
    const found = persistence.evaluate(input([-0.85, -0.7, -0.55]));
    expect(found?.gate).toBeNull();
    expect(found?.inference?.estimate).toBeCloseTo(0.5, 12);
    expect(found?.inference?.method).toBe("fieller");
    expect(found?.threshold).toBe(0.8);
    expect(found?.control?.inference.estimate).toBeCloseTo(0.3, 12);
  });

  it("names the twin, the half-life, the planted turns and whether the preference crossed", () => {
    const said = persistence.evaluate(input([-0.85, -0.7, -0.55]))?.sentence("inconclusive");
    expect(said).toMatch(/^This size of run cannot tell/);
    expect(said).toContain("against a never-slipped twin with the same seeds");
    // 3 turns, half is left: one half-life.
    expect(said).toContain("half-life 3.0 turns");
    expect(said).toContain("four planted kind replies leave +0.200");
    expect(said).toContain("the preference did not cross 0");
  });

  it("is supported where all is left and refuted where little is", () => {
    const verdict = (left: number[]) => judge([persistence], input(left))[0]?.verdict;
    expect(verdict([-0.5, -0.4, -0.3])).toBe("supported");
    expect(verdict([-0.95, -0.94, -0.93])).toBe("refuted");
    expect(verdict([-0.9, -0.5, -0.1])).toBe("inconclusive");
  });

  it("is gated where there is no effect that could stay", () => {
    const none = claimInput(margins({ ...arms(flat(-1)), essay: [-1, -0.99, -1.01] }));
    const [judged] = judge([persistence], none);
    expect(judged?.verdict).toBe("undecided");
    expect(judged?.reason).toContain("no clear effect above 0.1");
  });

  it("is undecided, not unmeasured, where the effect is exactly nothing", () => {
    const none = claimInput(margins({ ...arms(flat(-1)), essay: flat(-1) }));
    const [judged] = judge([persistence], none);
    expect(judged?.finding).toBeNull();
    expect(judged?.verdict).toBe("undecided");
  });
});
