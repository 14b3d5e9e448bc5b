import { expect, it } from "vitest";
import type { CalibrateOptions, CalibrateOutcome } from "../../compose/calibrate.ts";
import { defaultCalibration, invalidInput } from "../../core/index.ts";
import { toldBy } from "../__fixtures__/fake-effects.ts";

const outcome: CalibrateOutcome = {
  calibration: {
    ...defaultCalibration,
    evidence: {
      detectors: [{ id: "lexical", version: "1" }],
      map: { kind: "logistic", intercept: 0, slopes: [1], maxNats: 4 },
      dependence: { separation: 2.25, correlation: 0.3 },
      labels: 120,
      brier: 0.123,
      reliabilitySlope: 0.97,
    },
  },
  figures: {
    labels: 120,
    turned: 50,
    groups: 30,
    auroc: { value: 0.912, interval: { low: 0.85, high: 0.96 } },
    brier: 0.123,
    brierOfShare: 0.243,
    logScore: -0.41,
    logScoreOfShare: -0.68,
    slope: { value: 0.97, interval: { low: 0.7, high: 1.2 } },
    curve: [],
    conversations: 4,
    isCorrelationMeasured: false,
  },
  skipped: [{ line: 7, reason: "not \u001b[2JJSON" }],
  unscored: [],
  outputs: ["/nowhere/calibration.json", "/nowhere/reliability.svg"],
};

async function calibrated(flags: string) {
  const asked: CalibrateOptions[] = [];
  const told = await toldBy(["calibrate", ...flags.split(" ")], {
    calibrate: async (options) => {
      asked.push(options);
      return outcome;
    },
  });
  return { ...told, options: asked[0] };
}

it("passes on what was asked for", async () => {
  const { options, code } = await calibrated(
    "l.jsonl --detector exemplar,lexical --profile support --map isotonic --run r --subject openai:x -o o.json --threads 2 --no-cache",
  );
  expect(options).toMatchObject({
    labels: "l.jsonl",
    output: "o.json",
    detectors: ["exemplar", "lexical"],
    profile: "support",
    map: "isotonic",
    run: "r",
    subject: "openai:x",
    threads: 2,
    cache: false,
  });
  expect(code).toBe(0);
});

it("shows the figures, what was left out and what was written", async () => {
  const { out } = await calibrated("l.jsonl");
  expect(out).toMatch(/labels +120 +50 off-profile; 30 groups/);
  expect(out).toMatch(/AUROC +0\.912 +\[0\.850, 0\.960\]/);
  expect(out).toMatch(/log score +−0\.410/);
  expect(out).toMatch(/correlation +0\.30 +default/);
  expect(out).toMatch(/separation +2\.25/);
  expect(out).toContain("line 7: not �[2JJSON");
  expect(out).toContain("wrote  reliability.svg");
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

it("prints the figures alone on stdout when asked for JSON", async () => {
  const { out, err } = await calibrated("l.jsonl --json");
  expect(JSON.parse(out)).toMatchObject({ figures: { labels: 120 }, evidence: { labels: 120 } });
  expect(err).toContain("AUROC");
});

it("refuses flags and labels that cannot be used as usage errors", async () => {
  const wrong = await calibrated("l.jsonl --map linear");
  expect(wrong.err).toContain("--map takes logistic or isotonic");
  expect(wrong.code).toBe(2);
  expect((await toldBy(["calibrate"])).code).toBe(2);
  const few = await toldBy(["calibrate", "l.jsonl"], {
    calibrate: async () => {
      throw invalidInput("only 3 labelled off-profile; a map needs at least 20");
    },
  });
  expect(few.err).toContain("only 3 labelled off-profile");
  expect(few.code).toBe(2);
});
