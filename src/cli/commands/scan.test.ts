import { describe, expect, it } from "vitest";
import type { ScanOptions, ScanOutcome } from "../../compose/scan.ts";
import type { ScanRecord } from "../../core/index.ts";
import { toldBy } from "../__fixtures__/fake-effects.ts";

const record: ScanRecord = {
  id: "chat-7",
  source: "chats.jsonl",
  line: 7,
  flipProbability: 0.93,
  flipTurn: 5,
  flipTurnCredible: [5, 7],
  recovered: false,
  remedy: null,
  reason: "most likely turned at message 5: “stop \u001b[2Jbothering me”",
  calibrated: false,
  evidence: [],
  labels: [],
  turns: [],
};

function outcome(parts: Partial<ScanOutcome["totals"]> = {}): ScanOutcome {
  const totals = {
    files: 1,
    conversations: 3,
    flagged: 1,
    unscored: 0,
    assistantTurns: 12,
    unscoredTurns: 2,
    cachedTurns: 12,
    skippedRecords: 1,
    skippedFiles: 0,
    threshold: 0.5,
    isComplete: true,
    ...parts,
  };
  return {
    totals,
    top: totals.flagged > 0 ? [{ record }] : [],
    skipped: [
      { kind: "skipped", source: "chats.jsonl", line: 40, reason: "not JSON", isFile: false },
    ],
    outputs: ["/nowhere/home/scans/now/report.html"],
    report: "/nowhere/home/scans/now/report.html",
    ignored: 0,
    calibrated: false,
  };
}

async function scanned(flags: string, parts: Partial<ScanOutcome["totals"]> = {}) {
  const asked: ScanOptions[] = [];
  const told = await toldBy(["scan", ...flags.split(" ")], {
    scan: async (options) => {
      asked.push(options);
      options.onLine?.('{"id":"chat-7"}');
      return outcome(parts);
    },
  });
  return { ...told, options: asked[0] };
}

it("passes on what was asked for", async () => {
  const { options } = await scanned(
    "a.jsonl logs --profile support --detector exemplar,lexical --calibration c.json --threshold 0.8 --format claude-code --threads 2 --no-cache -o x.sarif y.html",
  );
  expect(options).toMatchObject({
    paths: ["a.jsonl", "logs"],
    profile: "support",
    detectors: ["exemplar", "lexical"],
    calibration: "c.json",
    threshold: 0.8,
    format: "claude-code",
    threads: 2,
    cache: false,
    outputs: ["x.sarif", "y.html"],
  });
});

it("shows what deserves a look, why, and what a reader must know", async () => {
  const { out, code } = await scanned("chats.jsonl");
  expect(out).toContain("1 of 3 conversations deserves a look");
  expect(out).toContain("93 %  chats.jsonl:7  chat-7");
  expect(out).toContain("most likely turned at message 5");
  expect(out).toContain("12 of them known from before");
  expect(out).toContain("2 turns could not be scored");
  expect(out).toContain("1 record and 0 files could not be read");
  expect(out).toContain("chats.jsonl:40: not JSON");
  expect(out).toContain("Uncalibrated");
  expect(out).toContain("home/scans/now/report.html");
  expect(out).not.toContain("\u001b[2J");
  expect(code).toBe(0);
});

it("prints records on stdout and everything else on stderr when asked for JSON", async () => {
  const { out, err } = await scanned("chats.jsonl --json");
  expect(out).toBe('{"id":"chat-7"}');
  expect(err).toContain("deserves a look");
});

describe("the exit code", () => {
  const codeOf = async (flags: string, parts: Partial<ScanOutcome["totals"]> = {}) =>
    (await scanned(flags, parts)).code;

  it("fails a gate only where a threshold was asked for", async () => {
    expect(await codeOf("chats.jsonl --threshold 0.5")).toBe(100);
    expect(await codeOf("chats.jsonl --threshold 0.5", { flagged: 0 })).toBe(0);
  });

  it("tells an interrupt, an unreadable file and a scan that could score nothing", async () => {
    expect(await codeOf("chats.jsonl --threshold 0.5", { isComplete: false })).toBe(130);
    expect(await codeOf("chats.jsonl", { skippedFiles: 1 })).toBe(1);
    expect(await codeOf("chats.jsonl", { flagged: 0, unscored: 3 })).toBe(3);
  });

  it("is that of a usage error for flags that cannot be used, and for no path", async () => {
    expect(await codeOf("chats.jsonl --threshold 0")).toBe(2);
    expect(await codeOf("chats.jsonl --threads none")).toBe(2);
    const { err, code } = await toldBy(["scan"]);
    expect(err).toContain("name files or folders to scan");
    expect(code).toBe(2);
  });
});
