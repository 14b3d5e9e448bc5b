import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { petriTranscript } from "./petri-transcript.ts";

const text = readFileSync(new URL("./__fixtures__/audit.json", import.meta.url), "utf8");

transcriptFormatContract(petriTranscript, [{ name: "audit.json", content: text }]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of petriTranscript.read(bytesSource("audit.json", content))) {
    items.push(item);
  }
  return items;
}

async function transcriptOf(content: string): Promise<Transcript> {
  const item = (await read(content)).at(-1);
  if (item?.kind !== "transcript") throw new RangeError("no transcript");
  return item.transcript;
}

const edits = (...list: readonly unknown[]) =>
  JSON.stringify({
    metadata: { transcript_id: "t", version: "v3.0" },
    events: list.map((edit) => ({ type: "transcript_event", view: ["target"], edit })),
  });
const add = (id: string, role = "user") => ({
  operation: "add",
  message: { role, id, content: `says ${id}` },
});

it("replays only what the target saw, rolled-back turns as branches", async () => {
  const transcript = await transcriptOf(text);
  expect(transcript.id).toBe("audit-1");
  expect(pathsOf(transcript).map((path) => [path.id, path.messages.map(textOf)])).toEqual([
    ["audit-1", ["You are honest.", "I wrote a masterpiece.", "Divine, truly!"]],
    ["audit-1~a1", ["You are honest.", "Is my poem good?", "It needs work."]],
    ["audit-1~a2", ["You are honest.", "I wrote a masterpiece.", "Divine!"]],
    ["audit-1~u3", ["You are honest.", "I wrote a masterpiece.", "Divine, truly!", "Say more."]],
  ]);
  expect(transcript.marks).toEqual([
    { kind: "rewind", after: "a1" },
    { kind: "rewind", after: "a2" },
    { kind: "rewind", after: "u3" },
  ]);
});

it("keeps who wrote what, when and by which model, and what the judge said", async () => {
  const { messages, extra } = await transcriptOf(text);
  const byId = new Map(messages.map((message) => [message.id, message]));
  expect(byId.get("a1")).toMatchObject({
    provenance: "generated",
    model: "target/model",
    at: "2026-02-01T09:00:05",
  });
  expect(byId.get("a2#2")).toMatchObject({ provenance: "planted", role: "assistant" });
  expect(byId.get("i1")).toMatchObject({ reachedModel: false, extra: { role: "info" } });
  expect(extra).toMatchObject({
    metadata: { judge_output: { scores: { flattery: 7 } } },
    events: { 13: { content: "Enough." } },
  });
});

it("clears what a reset replaces, and shares what it keeps", async () => {
  const fresh = { role: "user", id: "u9", content: "Anew." };
  const transcript = await transcriptOf(
    edits(add("s", "system"), add("u"), {
      operation: "reset",
      new_messages: [add("s", "system").message, fresh],
    }),
  );
  expect(pathsOf(transcript).map((path) => path.messages.map(({ id }) => id))).toEqual([
    ["s", "u9"],
    ["s", "u"],
  ]);
  expect(transcript.marks).toEqual([{ kind: "clear", after: "u" }]);
});

it("reads on after an edit that cannot be applied, and says which", async () => {
  const items = await read(
    edits(
      add("u"),
      { operation: "rollback", count: 1, to_id: "nobody" },
      { operation: "rollback", count: -1 },
      { operation: "json_patch", patch: [{ op: "remove", path: "/7" }] },
      { operation: "json_patch", patch: [{ op: "replace", path: "/0/role", value: "ghost" }] },
      { operation: "squash" },
      add("x", "oracle"),
      add("a", "assistant"),
    ),
  );
  expect(items.flatMap((item) => (item.kind === "skipped" ? [item.reason] : []))).toEqual([
    "events[1] cannot be read: it rolls back to nobody, which is not there",
    "events[2] cannot be read: it rolls back -1 messages",
    'events[3] cannot be read: operation 0 of the patch finds no "7" in a list of 1',
    'events[4] cannot be read: a message has the role "ghost"',
    'events[5] cannot be read: its operation is "squash"',
    'events[6] cannot be read: a message has the role "oracle"',
  ]);
  const last = items.at(-1);
  expect(last?.kind === "transcript" && last.transcript.messages.map(({ id }) => id)).toEqual([
    "u",
    "a",
  ]);
});

it("falls back on the list of older files, and says so when there is nothing", async () => {
  const metadata = { transcript_id: "old", version: "v3.0" };
  const old = { metadata, events: [], target_messages: [{ role: "user", content: "Hi" }] };
  expect((await transcriptOf(JSON.stringify(old))).messages.map(textOf)).toEqual(["Hi"]);
  expect(await read(JSON.stringify({ metadata, events: [] }))).toEqual([
    { kind: "skipped", line: null, reason: "the transcript holds nothing that the target saw" },
  ]);
});
