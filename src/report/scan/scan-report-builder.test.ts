import fc from "fast-check";
import { expect, it } from "vitest";
import { chat } from "../../../test/small/small-transcript.ts";
import { defaultCalibration, pathsOf, type ScanRecord } from "../../core/index.ts";
import { byAttention, topList } from "./attention.ts";
import { scanReportHtml } from "./scan-html.ts";
import { scanReportBuilder } from "./scan-report-builder.ts";

const record = (parts: Partial<ScanRecord>): ScanRecord => ({
  id: "c",
  source: "chats.jsonl",
  line: 1,
  flipProbability: 0.9,
  flipTurn: 1,
  flipTurnCredible: [1, 1],
  recovered: false,
  remedy: null,
  reason: "most likely turned at message 1",
  calibrated: false,
  evidence: [],
  labels: [],
  turns: [],
  ...parts,
});
const anyRecord = fc
  .record({
    flipProbability: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    recovered: fc.boolean(),
  })
  .map(record);

it("keeps the first of a stream in order of attention, as sorting it all would", () => {
  fc.assert(
    fc.property(
      fc.array(anyRecord, { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      (all, limit) => {
        const list = topList<{ record: ScanRecord }>(limit, 0.5);
        for (const one of all) list.add({ record: one });
        const sorted = [...all].sort((a, b) => byAttention(a, b, 0.5)).slice(0, limit);
        expect(list.items.map((item) => item.record)).toEqual(sorted);
      },
    ),
  );
});

function built(records: readonly Partial<ScanRecord>[], text = "hello") {
  const builder = scanReportBuilder({
    threshold: 0.5,
    calibration: defaultCalibration,
    isCalibrated: false,
    facts: [],
    shownLimit: 2,
  });
  const transcript = chat("c", [text], { extra: { title: "a chat" } });
  const [path] = pathsOf(transcript);
  if (path === undefined) throw new RangeError("a chat has a path");
  for (const parts of records) builder.add({ record: record(parts), transcript, path });
  builder.skipped({ source: "x", line: 3, reason: "not JSON" });
  return builder.data({
    files: 1,
    conversations: records.length,
    flagged: records.filter(({ flipProbability = 0.9 }) => (flipProbability ?? 0) >= 0.5).length,
    unscored: records.filter(({ flipProbability }) => flipProbability === null).length,
    assistantTurns: records.length,
    unscoredTurns: 0,
    cachedTurns: 0,
    skippedRecords: 1,
    skippedFiles: 0,
    isComplete: true,
  });
}

it("counts, bins and shows what deserves a look", () => {
  const data = built([
    {},
    { flipProbability: 1 },
    { flipProbability: 0.1 },
    { flipProbability: null },
  ]);
  expect(data.title).toBe("2 of 4 conversations deserve a look");
  expect(data.histogram[19]).toBe(1);
  expect(data.histogram[18]).toBe(1);
  expect(data.histogram[2]).toBe(1);
  expect(data.histogram.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(data.conversations.map(({ record: one }) => one.flipProbability)).toEqual([1, 0.9]);
  expect(data.conversations[0]).toMatchObject({
    title: "a chat",
    messages: [{}, { text: "hello" }],
  });
  expect(data.notices.join(" ")).toContain("Uncalibrated");
  expect(data.tellsMasked).toBe(false);
});

it("says plainly when nothing was found or read", () => {
  expect(built([{ flipProbability: 0.01 }]).title).toBe("none of 1 conversation looks turned");
  expect(built([]).title).toBe("no conversation was found");
});

it("cuts long messages and says by how much", () => {
  const data = built([{}], "x".repeat(5_000));
  expect(data.conversations[0]?.messages[1]).toMatchObject({ text: "x".repeat(700), cut: 4_300 });
});

it("makes a page that no text of a log can break out of", () => {
  const hash = `${"A".repeat(43)}=`;
  const assets = { script: "1", style: "a{}", scriptHash: hash, styleHash: hash };
  const html = scanReportHtml(built([{ reason: "</script><b>" }], "</script><img src=x>"), assets);
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).not.toContain("<img");
});
