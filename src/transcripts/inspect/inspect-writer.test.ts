import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseJson, pathsOf, textOf } from "../../core/index.ts";
import type { ScannedConversation, ScanTotals, TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { decodeUtf8 } from "../reading/utf8.ts";
import { scannedConversations, scanTotals } from "./__fixtures__/scanned-conversations.ts";
import { inspectLog } from "./inspect-log.ts";
import { type InspectWriterOptions, inspectWriter } from "./inspect-writer.ts";
import { openZip } from "./zip-archive.ts";

const options: InspectWriterOptions = {
  version: "0.1.0",
  threshold: 0.5,
  workingDirectory: "/home/mia/work",
  home: "/home/mia",
  runId: "scan-1",
  now: () => new Date("2026-06-01T12:00:00Z"),
};

async function written(
  conversations: readonly ScannedConversation[],
  totals: ScanTotals = scanTotals,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const sink = inspectWriter.open(async (bytes) => {
    chunks.push(Uint8Array.from(bytes));
  }, options);
  for (const conversation of conversations) await sink.write(conversation);
  await sink.skipped({
    source: "/home/mia/x.jsonl",
    line: 3,
    reason: "/home/mia/x.jsonl: not JSON",
  });
  await sink.end(totals);
  return Buffer.concat(chunks);
}

/** A member as JSON; made an index of unknowns so that tests can look into it. */
async function member(log: Uint8Array, name: string): Promise<unknown> {
  const read = await (await openZip(bytesSource("out.eval", log))).read(name);
  if (read.kind === "problem") throw new RangeError(read.reason);
  const parsed = parseJson(decodeUtf8(read.bytes) ?? "");
  if (parsed.kind === "problem") throw new RangeError(parsed.reason);
  return parsed.value;
}

async function readBack(log: Uint8Array): Promise<readonly TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of inspectLog.read(bytesSource("out.eval", log))) items.push(item);
  return items;
}

describe("the messages of a written log", () => {
  it("come back with their provenance, tool results as messages of their own", async () => {
    const [first] = await readBack(await written(scannedConversations));
    if (first?.kind !== "transcript") throw new RangeError("nothing was read back");
    const { id, messages } = first.transcript;
    expect(id).toBe("chats.jsonl:1_epoch_1");
    expect(messages.map((one) => [one.role, one.provenance, textOf(one)])).toEqual([
      ["system", "planted", "You are kind."],
      ["user", "imported", "Hello \u{1f600}, who are you? \ufffd"],
      ["assistant", "generated", "A friend."],
      ["assistant", "planted", "I hate you."],
      ["assistant", "generated", "Looking."],
      ["tool", "imported", ""],
      ["tool", "imported", ""],
      ["user", "imported", "And now?"],
      ["assistant", "operator", ""],
    ]);
    expect(messages[4]?.parts).toContainEqual({
      kind: "tool-call",
      callId: "call-1",
      name: "sh",
      input: '{"input":"not json"}',
    });
    expect(messages[6]?.parts).toMatchObject([{ output: "it broke", isError: true }]);
    expect(messages[7]?.extra["metadata"]).toEqual({ turncoat: { turn: 5 } });
  });

  it("are those of the log they were read from, where that was Inspect's", async () => {
    const text = readFileSync(new URL("./__fixtures__/eval-log.json", import.meta.url), "utf8");
    const before: TranscriptItem[] = [];
    for await (const item of inspectLog.read(bytesSource("log.json", text))) before.push(item);
    const scanned = before.flatMap((item): ScannedConversation[] => {
      const [path] = item.kind === "transcript" ? pathsOf(item.transcript) : [];
      const record = scannedConversations[1]?.record;
      if (item.kind !== "transcript" || path === undefined || record === undefined) return [];
      return [{ record, transcript: item.transcript, path }];
    });
    const after = await readBack(await written(scanned));
    const paths = after.map((item) =>
      item.kind === "transcript" ? pathsOf(item.transcript)[0]?.messages.map(plain) : null,
    );
    expect(paths).toEqual(scanned.map(({ path }) => path.messages.map(plain)));
  });
});

const plain = ({
  id,
  role,
  parts,
  provenance,
}: ScannedConversation["path"]["messages"][number]) => ({
  id,
  role,
  parts,
  provenance,
});

describe("the scores of a written log", () => {
  it("are the flip probability, and the belief at each scored turn as it went", async () => {
    const log = await written(scannedConversations);
    const sample = await member(log, "samples/chats.jsonl:1_epoch_1.json");
    expect(sample).toMatchObject({
      scores: { flip_probability: { value: 0.9, explanation: "it turned at message 3" } },
      metadata: { turncoat: { record: { flipTurn: 3, source: "~/chats.jsonl" } } },
      events: [
        { event: "score", intermediate: true, score: { value: 0.25, metadata: { turn: 2 } } },
        { event: "compaction" },
        { event: "score", score: { value: 0.375, metadata: { turn: 3, evidenceNats: 2.5 } } },
        { event: "score", score: { value: 0.5 } },
        { event: "info", data: { mark: "rewind" } },
        { event: "info", data: { turn: 6, unscored: "the reply is blank" } },
      ],
    });
  });

  it("are absent, not zero, where no turn could be scored", async () => {
    const log = await written(scannedConversations);
    const sample = await member(log, "samples/chats.jsonl:1#2_epoch_1.json");
    expect(sample).toMatchObject({ scores: {}, metadata: { turncoat: { record: { line: 1 } } } });
    expect(await member(log, "header.json")).toMatchObject({
      status: "success",
      results: {
        total_samples: 3,
        scores: [{ scored_samples: 1, unscored_samples: 2, metrics: { mean: { value: 0.9 } } }],
      },
    });
  });
});

it("lists what was skipped, without the user's name", async () => {
  const header = await member(await written([]), "header.json");
  expect(header).toMatchObject({
    eval: { metadata: { turncoat: { skipped: [{ source: "~/x.jsonl", line: 3 }] } } },
    results: { total_samples: 0, scores: [{ metrics: {} }] },
  });
  expect(JSON.stringify(header)).not.toContain("/home/mia");
});

it("is a whole log of status cancelled when the scan was stopped", async () => {
  const stopped = await written(scannedConversations.slice(0, 1), {
    ...scanTotals,
    isComplete: false,
  });
  expect(await member(stopped, "header.json")).toMatchObject({ status: "cancelled" });
  expect(await readBack(stopped)).toHaveLength(1);
});

it("writes the same bytes for the same scan", async () => {
  const [one, other] = [await written(scannedConversations), await written(scannedConversations)];
  expect(Buffer.compare(one, other)).toBe(0);
});

it("hands on each sample before it takes the next", async () => {
  const [first] = scannedConversations;
  if (first === undefined) throw new RangeError("no fixture");
  // Hex digits of a seeded sequence: hard to compress, so that bytes have to come out.
  let state = 1;
  const digits = Array.from({ length: 60_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(16);
  }).join("");
  const long = { ...first, record: { ...first.record, reason: digits } };
  let bytes = 0;
  const sink = inspectWriter.open(async (chunk) => {
    bytes += chunk.length;
  }, options);
  const held: number[] = [];
  for (let count = 1; count <= 4; count += 1) {
    await sink.write(long);
    held.push(bytes / count);
  }
  await sink.end(scanTotals);
  const perSample = bytes / 4;
  // Buffers on the way hold some: of the first sample, and of no more later.
  expect(held.every((share) => share > 0.75 * perSample)).toBe(true);
  expect(held.at(-1)).toBeGreaterThan(0.9 * perSample);
});

it("tells whoever writes that the disk is full", async () => {
  const full = new Error("no space left");
  const sink = inspectWriter.open(() => Promise.reject(full), options);
  const told: unknown[] = [];
  for (const conversation of scannedConversations) {
    await sink.write(conversation).catch((error: unknown) => told.push(error));
  }
  await sink.end(scanTotals).catch((error: unknown) => told.push(error));
  expect(told.length).toBeGreaterThan(0);
  expect(told.every((error) => error === full)).toBe(true);
});
