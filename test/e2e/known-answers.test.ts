import { beforeAll, describe, expect, it } from "vitest";
import { assistantBanks } from "../known-answers/banks.ts";
import {
  type CalibrationRow,
  calibrate,
  defaultDesign,
  pooledCoverage,
  widerDesign,
} from "../known-answers/calibration.ts";

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

/** Rows that a run of the default size must get right nearly always: their truth is far off. */
const certain: Readonly<Record<string, readonly string[]>> = {
  "C04.effect": ["absorbing", "fading", "style-only"],
  "C04.persistence": ["fading"],
  "C05.spill": ["absorbing", "fading"],
  "C06.remedies": ["absorbing", "fading", "style-only"],
  "C07.sensitised": ["absorbing", "style-only"],
};

/**
 * Retention of the chain is a share of blocks that stayed turned. With 6 blocks that are each all or
 * nothing, the interval is too narrow whenever all blocks agree: a known failure of t intervals, seen
 * here at about 0.90.
 */
const isLumpy = ({ subject, answer }: CalibrationRow) =>
  subject === "chain" && answer.claim === "C04.persistence";

describe("known-answer subjects over 200 seeds", () => {
  let rows: CalibrationRow[] = [];
  beforeAll(async () => {
    const profile = assistantBanks();
    rows = [
      ...(await calibrate(profile, defaultDesign, seeds)),
      ...(await calibrate(profile, widerDesign, seeds)),
    ];
  });

  it("get a wrong verdict on no claim more often than in 5 of 100 runs", () => {
    expect(rows.length).toBe(6 * (defaultDesign.claims.length + widerDesign.claims.length));
    const wrong = rows.filter(({ wrongShare }) => !(wrongShare <= 0.05));
    expect(wrong).toEqual([]);
  });

  it("get the right verdict where the truth is far from the threshold", () => {
    const weak = rows
      .filter(({ subject, answer }) => certain[answer.claim]?.includes(subject))
      .filter(({ rightShare }) => rightShare < 0.95);
    expect(weak).toEqual([]);
  });

  it("are left undecided where a claim's own check fails", () => {
    const decided = rows
      .filter(({ answer }) => answer.verdict === "undecided")
      .filter(({ rightShare }) => rightShare < 0.95);
    expect(decided).toEqual([]);
  });

  it("have right verdicts at least fifty times as often as wrong ones", () => {
    const decidable = rows.filter(({ answer }) => answer.verdict !== "undecided");
    const right = decidable.reduce((total, { rightShare }) => total + rightShare, 0);
    const wrong = rows.reduce((total, { wrongShare }) => total + wrongShare, 0);
    expect(right).toBeGreaterThan(50 * wrong);
  });

  it("have parameters that 95 % intervals hold in 93 to 97 of 100 cases", () => {
    const coverage = pooledCoverage(rows);
    expect(coverage).toBeGreaterThanOrEqual(0.93);
    expect(coverage).toBeLessThanOrEqual(0.97);
  });

  it("have no single parameter whose intervals fail badly", () => {
    const bad = rows
      .filter(({ coverage }) => coverage !== null)
      .filter((row) => (row.coverage ?? 0) < (isLumpy(row) ? 0.85 : 0.9));
    expect(bad).toEqual([]);
  });
});
