import { readFileSync, writeFileSync } from "node:fs";
import { pathsOf, textOf } from "../src/core/index.ts";
import { bytesSource, formatNamed, inspectWriter } from "../src/transcripts/index.ts";
import {
  scannedConversations,
  scanTotals,
} from "../src/transcripts/inspect/__fixtures__/scanned-conversations.ts";

// What the worker's tests compare with the real inspect_ai: `write FILE [stopped]` writes the fixture of
// scanned conversations as an .eval log, `read FILE` prints what is read of a log, one item a line.

const [action, file = "", ...rest] = process.argv.slice(2);
if (action === "write") await write(file, rest[0] !== "stopped");
else if (action === "read") await read(file);
else throw new RangeError(`no action ${action}: write or read`);

async function write(path: string, isComplete: boolean): Promise<void> {
  const chunks: Uint8Array[] = [];
  const sink = inspectWriter.open(
    async (bytes) => {
      chunks.push(bytes);
    },
    {
      version: "0.1.0",
      threshold: 0.5,
      workingDirectory: null,
      home: "/home/mia",
      runId: "scan-1",
      now: () => new Date("2026-06-01T12:00:00Z"),
    },
  );
  for (const scanned of scannedConversations) await sink.write(scanned);
  await sink.skipped({ source: "bad.jsonl", line: 7, reason: "not JSON" });
  await sink.end({ ...scanTotals, isComplete });
  writeFileSync(path, Buffer.concat(chunks));
}

async function read(path: string): Promise<void> {
  for await (const item of formatNamed("inspect").read(bytesSource(path, readFileSync(path)))) {
    if (item.kind === "skipped") {
      console.log(JSON.stringify(item));
      continue;
    }
    const { id, extra, messages, marks } = item.transcript;
    const paths = pathsOf(item.transcript).map((one) => one.messages.map((message) => message.id));
    const shown = messages.map((message) => ({ ...message, text: textOf(message) }));
    console.log(JSON.stringify({ kind: item.kind, id, extra, marks, paths, messages: shown }));
  }
}
