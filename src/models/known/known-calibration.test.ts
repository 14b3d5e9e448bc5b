import { beforeAll, describe, expect, it } from "vitest";
import { assistantBanks } from "../../../test/known-answers/banks.ts";
import {
  type CalibrationRow,
  calibrate,
  defaultDesign,
  everyClaim,
  pooledCoverage,
} from "../../../test/known-answers/calibration.ts";

// A small form of test/e2e/known-answers.test.ts, which takes 200 seeds.
describe("ten seeds of the default design", () => {
  let rows: CalibrationRow[] = [];
  beforeAll(async () => {
    rows = await calibrate(
      assistantBanks(["kind"]),
      defaultDesign,
      Array.from({ length: 10 }, (_, seed) => seed),
    );
  }, 60_000);

  it("gives hardly a wrong verdict, and many a right one", () => {
    const mean = (share: (row: CalibrationRow) => number) =>
      rows.reduce((sum, row) => sum + share(row), 0) / rows.length;
    expect(mean(({ wrongShare }) => wrongShare)).toBeLessThan(0.02);
    expect(mean(({ rightShare }) => rightShare)).toBeGreaterThan(0.5);
  });

  it("has intervals that hold the truth about as often as they say", () => {
    const coverage = pooledCoverage(rows);
    expect(coverage).toBeGreaterThan(0.91);
    expect(coverage).toBeLessThan(0.99);
  });
});

describe("every claim at the smallest size", () => {
  let rows: CalibrationRow[] = [];
  beforeAll(async () => {
    rows = await calibrate(assistantBanks(), everyClaim, [1]);
  }, 60_000);

  it("is measured", () => {
    for (const { verdicts } of rows) expect(verdicts["not-measured"]).toBe(0);
  });

  it("is undecided where instructions would have to work, and nothing is wrong elsewhere", () => {
    for (const { subject, answer, wrongShare, verdicts } of rows) {
      expect(wrongShare, `${subject}, ${answer.claim}`).toBe(0);
      if (answer.verdict === "undecided") expect(verdicts.undecided).toBe(1);
    }
  });
});
