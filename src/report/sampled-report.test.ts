import { describe, expect, it } from "vitest";
import { readRun, run, smallPlan, smallSubject } from "../../test/small/small-run.ts";
import type { ForkReader } from "../ports/index.ts";
import { cellReadings } from "../run/index.ts";
import { reportData } from "./build-report.ts";

const sampled = { samples: 2, replyTokens: 60, temperature: 1, topP: 1, detector: "test" } as const;
const cost = { evaluatedTokens: 5, reusedTokens: 0, generatedTokens: 2 };

/** Off-profile after a slip; the second of two replies is refused. */
const forks: ForkReader = {
  read: async ({ context, seeds }) => {
    const isTurned = context.some(({ content }) => content.startsWith("u"));
    return seeds.map((_, place) =>
      place === 1
        ? {
            text: "",
            finish: "refused",
            evidence: { kind: "unscored", reason: "refused" },
            missing: "refused",
            ...cost,
          }
        : {
            text: isTurned ? "Go away." : "Of course.",
            finish: "stop",
            evidence: { kind: "evidence", nats: isTurned ? 5 : -5 },
            missing: null,
            ...cost,
          },
    );
  },
};

const plan = smallPlan("default", { sampled });
const content = await run(plan, { scorer: null, chat: smallSubject(), forks });
const { evaluated, result } = readRun(plan, content, "openai:test");
const report = reportData({
  plan,
  evaluated,
  result,
  cells: cellReadings(content),
  generated: [...content.turns.values()],
  facts: [],
});

describe("the report of a run on drawn replies", () => {
  it("says how forks were read, and in what unit", () => {
    expect(report.readout).toEqual({ id: "sampled", unit: "share off-profile", crossing: 0.5 });
    const text = JSON.stringify({ ...report, methods: [], cells: [] });
    expect(text).not.toContain("nats per token");
    expect(report.facts.find(({ label }) => label === "readout")?.value).toContain("read by test");
  });

  it("shows every drawn reply with its share, or why it has none", () => {
    const cell = report.cells.cells.find(({ arm }) => arm === "essay");
    expect(cell?.replies.map(({ kind, text }) => [kind, report.cells.texts[text]])).toEqual([
      ["drawn 1", "Go away."],
      ["drawn 2", ""],
    ]);
    expect(cell?.replies[0]?.shareOff).toBeCloseTo(0.993, 3);
    expect(cell?.replies[1]).toMatchObject({ shareOff: null, reason: "refused" });
    expect(cell?.margin).toBeCloseTo(0.993, 3);
  });

  it("counts what is missing, and names no command for what drawn replies cannot tell", () => {
    expect(report.notices.join(" ")).toMatch(
      /\d+ of \d+ drawn replies have no reading \(\d+ refused/,
    );
    const lost = report.claims.find(({ id }) => id === "C01.specificity");
    expect(lost).toMatchObject({ verdict: "not-measured", command: null });
    expect(report.notRun.find(({ what }) => what.startsWith("C01"))?.command).toBeNull();
  });
});
