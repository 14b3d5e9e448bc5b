import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, pathTo, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { codex } from "./codex.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
const rollout = fixture("rollout.jsonl");
const bare = fixture("bare.jsonl");
const id = "0c0de000-0000-4000-8000-000000000001";

transcriptFormatContract(codex, [
  { name: "rollout.jsonl", content: rollout },
  { name: "bare.jsonl", content: bare },
]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of codex.read(bytesSource("r.jsonl", content))) items.push(item);
  return items;
}

async function transcripts(content: string): Promise<Transcript[]> {
  return (await read(content)).flatMap((item) =>
    item.kind === "transcript" ? [item.transcript] : [],
  );
}

const said = (transcript: Transcript | undefined) =>
  transcript === undefined
    ? []
    : pathsOf(transcript).map(({ messages }) =>
        messages.map((one) => `${one.role}: ${textOf(one).split("\n")[0]}`),
      );

describe("a rollout", () => {
  it("is read from the exchange with the model only, which events repeat", async () => {
    const [first] = await transcripts(rollout);
    expect(said(first)[0]).toEqual([
      "system: <permissions instructions>Ask first.</permissions instructions>",
      "system: <environment_context>",
      "user: Fix the failing test. It prints <environment_context> by mistake.",
      "assistant: I run it.",
      "tool: ",
      "assistant: ",
      "tool: ",
      "assistant: ",
      "tool: ",
      "assistant: ",
      "assistant: All tests pass.",
      "system: <turn_aborted>The user interrupted.</turn_aborted>",
      "user: Run them again.",
      "assistant: One fails.",
    ]);
  });

  it("takes scaffolding for the operator's, not for turns of the user", async () => {
    const [first] = await transcripts(rollout);
    const operator = first?.messages.filter(({ provenance }) => provenance === "operator");
    expect(operator?.map(({ line, role }) => [line, role])).toEqual([
      [2, "system"],
      [3, "system"],
      [27, "system"],
    ]);
  });

  it("joins the items of one reply", async () => {
    const [first] = await transcripts(rollout);
    expect(first?.messages[3]).toMatchObject({
      line: 8,
      at: "2026-03-04T05:06:08.000Z",
      model: "gpt-5-codex",
      parts: [
        { kind: "reasoning", text: "Run it first." },
        { kind: "text", text: "I run it." },
        { kind: "tool-call", callId: "call_1", name: "shell" },
      ],
      extra: {
        items: [
          { line: 8, item: { id: "rs_1", encrypted_content: "gAAA" } },
          { line: 9, id: "msg_1" },
          { line: 10, item: { call_id: "call_1" } },
        ],
      },
    });
  });

  it("finds exit codes in results and in events", async () => {
    const [first] = await transcripts(rollout);
    const results = first?.messages.filter(({ role }) => role === "tool");
    expect(results?.flatMap(({ parts }) => parts)).toMatchObject([
      { callId: "call_1", name: "shell", exitCode: 1 },
      { callId: "call_2", name: "apply_patch", exitCode: 0 },
      { callId: "call_3", name: "exec_command", output: "no status here", exitCode: 0 },
    ]);
  });

  it("pairs a web search with its event by the action", async () => {
    const [first] = await transcripts(rollout);
    const calls = first?.messages.flatMap(({ parts }) => parts);
    expect(calls).toContainEqual({
      kind: "tool-call",
      callId: "ws_1",
      name: "web_search",
      input: '{"type":"search","query":"discount"}',
    });
  });

  it("makes a rollback a branch and a mark", async () => {
    const [first] = await transcripts(rollout);
    const fork = first?.messages.find((message) => textOf(message) === "All tests pass.")?.id;
    expect(said(first)[1]?.slice(-2)).toEqual([
      "user: That is not true.",
      "assistant: Believe what you like.",
    ]);
    expect(first?.marks).toEqual([
      { kind: "rewind", after: fork },
      { kind: "compaction", after: first?.leaf },
    ]);
    expect(first?.extra).toMatchObject({
      aborted: [{ reason: "interrupted" }],
      usage: { total_tokens: 1234 },
      meta: { cwd: "/home/ann/shop" },
    });
  });

  it("splits at compactions, with what then stood in the history's place", async () => {
    const all = await transcripts(rollout);
    expect(all.map((one) => one.id)).toEqual([id, `${id}#2`, `${id}#3`]);
    expect(said(all[1])).toEqual([
      [
        "user: Fix the failing test.",
        "user: Summary: one test fails.",
        "user: Go on.",
        "assistant: Fixed.",
      ],
    ]);
    expect(all[1]?.messages.map(({ provenance }) => provenance)).toEqual([
      "operator",
      "operator",
      "imported",
      "imported",
    ]);
    expect(all[1]?.messages[3]?.parts[0]).toEqual({ kind: "other", type: "later_item" });
    expect(said(all[2])).toEqual([["user: The test is fixed.", "assistant: Anything else?"]]);
  });

  it("takes back as many turns as were rolled back", async () => {
    const [first] = await transcripts(rollout.replace('"num_turns":1', '"num_turns":2'));
    expect(first?.marks[0]).toEqual({ kind: "rewind", after: "line-3" });
  });

  it("survives a rollback of more turns than there are", async () => {
    const [first] = await transcripts(rollout.replace('"num_turns":1', '"num_turns":9'));
    expect(first?.marks[0]).toEqual({ kind: "rewind", after: null });
    expect(said(first)[0]?.[1]).toBe("user: Run them again.");
  });
});

it("reads files without envelopes", async () => {
  const all = await transcripts(bare);
  expect(all.map((one) => one.id)).toEqual(["0c0de000-0000-4000-8000-000000000002"]);
  expect(said(all[0])).toEqual([
    ["system: <environment_context>", "user: Hello", "assistant: Hello.", "tool: "],
  ]);
  expect(all[0]?.messages[3]?.parts).toMatchObject([{ output: "done", isError: true }]);
});

it("reads rollouts that stand one after the other, and a fork with its parent's header as one", async () => {
  expect((await transcripts(rollout + bare)).map((one) => one.id.slice(-4))).toEqual([
    "0001",
    "01#2",
    "01#3",
    "0002",
  ]);
  const [header, ...rest] = rollout.split("\n");
  const fork = [header?.replaceAll("0001", "0009"), header, ...rest].join("\n");
  expect((await transcripts(fork)).map((one) => one.id.slice(-4))).toEqual([
    "0009",
    "09#2",
    "09#3",
  ]);
});

it("says what it skips", async () => {
  const lines = ['{"type":"session_meta","payload":{"cwd":"/"}}', "[]", '{"a":1}', "{"].join("\n");
  expect(await read(lines)).toMatchObject([
    { line: 1, reason: "the session's header has no id" },
    { line: 2, reason: "the line is none of a rollout: it has no type" },
    { line: 3, reason: "the line is none of a rollout: it has no type" },
    { line: 4, reason: expect.stringContaining("may still be being written") },
  ]);
});

it("accounts for every line, whatever the lines are and in whatever order", async () => {
  const [header, ...others] = rollout.trim().split("\n");
  const lines = [...others, ...bare.trim().split("\n").slice(1), "broken", "7", ""];
  const pick = fc.array(fc.constantFrom(...lines), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(pick, async (chosen) => {
      // Ends in a message, so that there is a transcript to tell what was counted.
      const items = await read([header, ...chosen, others[4]].join("\n"));
      const all = items.flatMap((item) => (item.kind === "transcript" ? [item.transcript] : []));
      for (const one of all) for (const message of one.messages) pathTo(one, message.id);
      const messages = all.flatMap((one) => one.messages);
      const told = messages.filter(({ extra }) => extra["isCompacted"] !== true);
      const own = told.flatMap(({ line, extra }) => {
        const joined = extra["items"];
        return Array.isArray(joined) ? joined.map((item) => Object(item).line) : [line];
      });
      const counted = Object.values(Object(all[0]?.extra["bookkeeping"]));
      const sum = counted.reduce((total: number, count) => total + Number(count), 0);
      const skipped = items.length - all.length;
      const solid = chosen.filter((line) => line !== "").length + 2;
      expect(skipped + sum + new Set(own).size).toBe(solid);
    }),
  );
});
