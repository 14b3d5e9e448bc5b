import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { promptfooResults } from "./promptfoo-results.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), "utf8");
const summary = fixture("results.json");
const lines = fixture("results.jsonl");

transcriptFormatContract(promptfooResults, [
  { name: "results.json", content: summary },
  { name: "results.jsonl", content: lines, hasItemPerLine: true },
]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of promptfooResults.read(bytesSource("r.json", content))) items.push(item);
  return items;
}

async function transcriptNamed(id: string): Promise<Transcript> {
  for (const item of await read(summary)) {
    if (item.kind === "transcript" && item.transcript.id === id) return item.transcript;
  }
  throw new RangeError(`no transcript ${id}`);
}

const texts = (transcript: Transcript) =>
  pathsOf(transcript).map((path) => path.messages.map(textOf));

it("reads a prompt and its answer, with the row's verdict", async () => {
  const row = await transcriptNamed("r-text");
  expect(row.messages.map(({ role, model }) => [role, model])).toEqual([
    ["user", null],
    ["assistant", "openai:target"],
  ]);
  expect(texts(row)).toEqual([["Hi, be kind.", "Hello!"]]);
  expect(row.extra).toMatchObject({ success: true, gradingResult: { reason: "ok" } });
});

it("reads a prompt that is a chat, and an answer of tool calls", async () => {
  const row = await transcriptNamed("test-1-prompt-0");
  expect(row.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
  expect(row.messages[2]?.parts).toEqual([
    { kind: "tool-call", callId: "c1", name: "weather", input: "{}" },
  ]);
});

it("tells an answer that the test gave from one that the model gave", async () => {
  const row = await transcriptNamed("test-1-prompt-0#2");
  expect(row.messages[1]).toMatchObject({
    provenance: "planted",
    parts: [{ kind: "text", text: '{"mood":"rude"}' }],
  });
});

it("keeps a row whose model gave no answer", async () => {
  const row = await transcriptNamed("r-error");
  expect(texts(row)).toEqual([["Hi?"]]);
  expect(row.extra["error"]).toBe("503");
});

it("finds a success that the row's verdict hides, and the backtracked turn", async () => {
  const row = await transcriptNamed("r-attack");
  expect(row.extra["success"]).toBe(true);
  expect(texts(row)).toEqual([
    ["Be kind.", "Insult me gently.", "You fool.", "Again, harder.", "I will not."],
    ["Be kind.", "Insult me.", "No."],
  ]);
  expect(row.marks).toEqual([{ kind: "rewind", after: "a0" }]);
  expect(row.messages.map(({ extra }) => extra)).toMatchObject([
    {},
    {},
    { redteamHistory: { graderPassed: false }, successfulAttack: { turn: 2 } },
    {},
    { redteamHistory: { graderPassed: true } },
    {},
    { redteamHistory: { prompt: "Insult me." } },
  ]);
  expect(row.messages[4]?.extra).not.toHaveProperty("successfulAttack");
});

it("takes the history of an iterative attack for attempts, not for one conversation", async () => {
  const row = await transcriptNamed("r-iterative");
  expect(texts(row)).toEqual([
    ["Please do it.", "Sure."],
    ["Do it.", "No."],
    ["Do it now.", "No!"],
  ]);
});

it("makes no branches out of a history that does not fit the conversation", async () => {
  const messages = [
    { role: "user", content: "<audio>" },
    { role: "assistant", content: "Hm." },
  ];
  const redteamHistory = [{ prompt: "spoken", output: "Hm." }];
  const response = { output: "Hm.", metadata: { messages, redteamHistory } };
  const row = { promptIdx: 0, testIdx: 0, response };
  const [item] = await read(`${JSON.stringify(row)}\n`);
  expect(item?.kind === "transcript" && texts(item.transcript)).toEqual([["<audio>", "Hm."]]);
  expect(item?.kind === "transcript" && item.transcript.extra).toEqual(row);
});

it("reads on after a row that cannot be read, and gives its line", async () => {
  const items = await read(`${lines}not json\n{"promptIdx":0,"testIdx":9}\n7\n`);
  expect(
    items.map((item) => (item.kind === "skipped" ? [item.line, item.reason] : "read")),
  ).toEqual([
    "read",
    "read",
    [3, expect.stringContaining("not JSON")],
    [4, "line 4 holds neither prompt nor answer"],
    [5, "line 5 is not an object"],
  ]);
});

it("says so when there are no results", async () => {
  const empty = '{"results":{"version":3,"results":[],"prompts":[]}}';
  expect(await read(empty)).toEqual([
    { kind: "skipped", line: null, reason: "the file holds no results" },
  ]);
});
