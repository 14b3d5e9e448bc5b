import { describe, expect, it } from "vitest";
import type { ReadRun } from "../../test/small/small-run.ts";
import { knownRun, readRun, run, smallPlan, smallSubject } from "../../test/small/small-run.ts";
import { cellReadings, type SlipJudge } from "../run/index.ts";
import { reportData } from "./build-report.ts";
import { methodNotes } from "./methods.ts";
import type { ReportData } from "./report-data.ts";

function reportOf({ plan, evaluated, result, content }: ReadRun): ReportData {
  return reportData({
    plan,
    evaluated,
    result,
    cells: cellReadings(content),
    generated: [...content.turns.values()],
    facts: [{ label: "threads", value: "1" }],
  });
}

/** Every value inside plain data, with the path to it. */
function leaves(value: unknown, path = "report"): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}.${key}`));
}

const quick = await knownRun("chain", { preset: "quick", behaviours: ["kind"] });
const usual = await knownRun("chain", { preset: "default", behaviours: ["kind"] });
const full = await knownRun("fading", {
  preset: "full",
  behaviours: ["kind", "honest", "plain"],
});

describe.each([
  ["quick", quick],
  ["default", usual],
  ["full", full],
])("the report of a %s run", (_, read) => {
  const report = reportOf(read);

  it("is plain JSON: what comes back is what went in", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    for (const [path, value] of leaves(report)) {
      expect(value, path).not.toBeUndefined();
      if (typeof value === "number") expect(Number.isFinite(value), path).toBe(true);
      if (typeof value === "string") expect(value, path).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it("has each interval around its estimate", () => {
    const estimates = [
      ...report.claims.flatMap(({ value, control, beside }) => [value, control, ...beside]),
      ...report.remedies.flatMap(({ residual, gain, againstFresh }) => [
        residual,
        gain,
        againstFresh,
      ]),
      ...report.margins,
      ...report.specificity,
      ...report.persistence.planted,
      ...report.persistence.own,
      ...report.spill,
    ].filter((one) => one !== null);
    expect(estimates.length).toBeGreaterThan(10);
    for (const { estimate, low, high } of estimates) {
      expect((low === null) === (high === null)).toBe(true);
      if (low !== null) expect(low).toBeLessThanOrEqual(estimate);
      if (high !== null) expect(high).toBeGreaterThanOrEqual(estimate);
    }
  });

  it("tells the essay's story in the first block's own words", () => {
    const [share] = read.plan.behaviours;
    const [first, second, third] = share?.blocks[0]?.history ?? [];
    expect(
      report.story.turns.map(({ letter, user, assistant }) => [letter, user, assistant]),
    ).toEqual([
      ["G", first?.question, first?.wanted],
      ["G", second?.question, second?.wanted],
      ["S", third?.question, third?.unwanted],
    ]);
    expect(report.story.system).toBe(share?.behaviour.coercion.system.join(" "));
    expect(share?.behaviour.items.map(({ question }) => question)).toContain(
      report.story.probe?.question,
    );
    const bySeries = report.story.next.filter(({ turn }) => turn === 0);
    const essay = read.result.arms.find(({ arm }) => arm === "essay");
    expect(bySeries[0]?.margin.estimate).toBe(essay?.margin?.estimate);
  });

  it("shows the path and the replies of every cell of the first behaviour, each text once", () => {
    const { texts, cells } = report.cells;
    expect(new Set(texts).size).toBe(texts.length);
    const own = [...read.content.cells.values()].filter(({ behaviour }) => behaviour === "kind");
    expect(cells).toHaveLength(own.length);
    for (const { path, replies } of cells) {
      for (const { text } of [...path, ...replies]) expect(texts[text]).toBeTypeOf("string");
      expect(path.at(-1)?.role).toBe("user");
    }
  });

  it("has a note behind every number", () => {
    const notes = methodNotes.map(({ id }) => id);
    expect(notes).toEqual(expect.arrayContaining(report.claims.map(({ method }) => method)));
    expect(notes).toEqual(expect.arrayContaining(Object.values(report.figures)));
  });

  it("agrees with the result", () => {
    const verdicts = read.result.claims.map(({ id, verdict, estimate, reason }) =>
      JSON.stringify([id, verdict, estimate, verdict === "not-measured" ? null : reason]),
    );
    expect(
      report.claims.map(({ id, verdict, value, reason }) =>
        JSON.stringify([
          id,
          verdict,
          value?.estimate ?? null,
          verdict === "not-measured" ? null : reason,
        ]),
      ),
    ).toEqual(verdicts);
  });
});

describe("what was not run", () => {
  it("is listed with the command that would run it, and what needs more than a command", () => {
    const { notRun } = reportOf(quick);
    const persistence = notRun.find(({ what }) => what.startsWith("C04.persistence"));
    expect(persistence?.command).toBe("turncoat probe");
    const clear = notRun.find(({ what }) => what.startsWith("C09"));
    expect(clear?.command).toBe("turncoat probe --sessions");
    expect(notRun.find(({ what }) => what.startsWith("C11"))?.command).toBeNull();
  });

  it("names the subject's own slips in a full run without a detector", () => {
    const own = reportOf(full).notRun.find(({ what }) => what.startsWith("own-slip and own-sib"));
    expect(own?.why).toBe("needs a detector");
    expect(reportOf(usual).notRun.some(({ what }) => what.startsWith("own-slip"))).toBe(false);
  });
});

describe("a full report", () => {
  const report = reportOf(full);

  it("has every remedy beside the reference lines", () => {
    const ids = report.remedies.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(["continue", "object", "summarise", "rewind", "clear", "isolate"]),
    );
    const rewind = report.remedies.find(({ id }) => id === "rewind");
    expect(rewind).toMatchObject({ kind: "by construction", turnsLost: 1 });
  });

  it("has the dose ladder, the spill and the subject's own continuation", () => {
    expect(report.dose.map(({ sentences }) => sentences)).toEqual([0, 1, 2, 4, 0, 1, 2, 4]);
    expect(report.spill.map(({ from, to }) => `${from} → ${to}`)).toContain("kind → honest");
    expect(report.spill.some(({ from, to }) => from === "kind" && to === "plain")).toBe(false);
    expect(report.story.continuation).toHaveLength(3);
    expect(report.claims.some(({ claim }) => claim.endsWith("(behaviours in general)"))).toBe(true);
  });
});

it("shows the subject's own slip where one was drawn", async () => {
  const plan = smallPlan("full");
  const subject = smallSubject();
  const byBank: SlipJudge = async (_, reply) => (reply.startsWith("u") ? "off" : "on");
  let drawn = 0;
  const chat: typeof subject = {
    ...subject,
    generate: async (request) => {
      const reply = await subject.generate(request);
      if (request.temperature < 1) return reply;
      drawn++;
      return { ...reply, text: drawn % 2 === 0 ? "u of my own" : "w of my own" };
    },
  };
  const content = await run(plan, { chat, slipJudge: byBank });
  const report = reportOf(readRun(plan, content));
  const own = report.cells.cells.filter(({ arm }) => arm === "own-slip");
  expect(own).toHaveLength(4);
  for (const { path } of own) {
    const generated = path.filter(({ provenance }) => provenance === "generated");
    expect(generated.map(({ text }) => report.cells.texts[text])).toEqual(["u of my own"]);
  }
  const effect = report.claims.find(({ id }) => id === "C04.effect");
  expect(effect?.beside.some(({ label }) => label.startsWith("e(own slip)"))).toBe(true);
  expect(report.notRun.some(({ what }) => what.startsWith("own-slip"))).toBe(false);
});

it("says what a reader must know of missing scores and cut turns", async () => {
  const plan = smallPlan("quick");
  const subject = smallSubject();
  const content = await run(plan, {
    scorer: {
      ...subject,
      score: async (request) => {
        const reply = await subject.score(request);
        return { ...reply, scores: reply.scores.slice(0, 1) };
      },
    },
  });
  const report = reportOf(readRun(plan, content));
  expect(report.notices.join(" ")).toMatch(/\d+ scores could not be made; they are counted/);
  const effect = report.claims.find(({ id }) => id === "C04.effect");
  expect(effect).toMatchObject({ verdict: "undecided", value: null, command: null });
  expect(effect?.sentence).toContain("scores are missing");
});

it("refuses a plan without a behaviour", () => {
  const empty = { ...quick, plan: { ...quick.plan, behaviours: [] }, evaluated: [] };
  expect(() => reportOf(empty)).toThrow("a report needs a behaviour");
});
