import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, pathTo, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { claudeCode } from "./claude-code.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
const session = fixture("session.jsonl");
const cleared = fixture("cleared.jsonl");
const agents = fixture("agents.jsonl");

transcriptFormatContract(claudeCode, [
  { name: "session.jsonl", content: session },
  { name: "cleared.jsonl", content: cleared },
  { name: "agents.jsonl", content: agents },
]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of claudeCode.read(bytesSource("s.jsonl", content))) items.push(item);
  return items;
}

async function transcripts(content: string): Promise<Transcript[]> {
  return (await read(content)).flatMap((item) =>
    item.kind === "transcript" ? [item.transcript] : [],
  );
}

async function only(content: string): Promise<Transcript> {
  const [transcript] = await transcripts(content);
  if (transcript === undefined) throw new Error("no transcript");
  return transcript;
}

const idsOf = (transcript: Transcript) =>
  pathsOf(transcript).map(({ messages }) => messages.map(({ id }) => id).join(" "));
const messageOf = (transcript: Transcript, id: string) =>
  transcript.messages.find((message) => message.id === id);

describe("a session", () => {
  it("is one transcript with its facts, other lines counted", async () => {
    const transcript = await only(session);
    expect(transcript).toMatchObject({ id: "5e551000-0000-4000-8000-000000000001", line: 2 });
    expect(transcript.extra).toEqual({
      title: "Fix the test",
      cwd: "/home/ann/shop",
      gitBranch: "main",
      version: "2.0.76",
      slug: "calm-red-fox",
      sessionId: "5e551000-0000-4000-8000-000000000001",
      bookkeeping: {
        "file-history-snapshot": 1,
        "system/turn_duration": 1,
        blocked: 1,
        "ai-title": 1,
        "some-later-type": 1,
      },
    });
  });

  it("merges the lines of one reply, results between them or not", async () => {
    const transcript = await only(session);
    expect(messageOf(transcript, "a1")).toMatchObject({
      line: 4,
      at: "2026-03-04T05:06:04.000Z",
      model: "claude-sonnet-5",
      parts: [
        { kind: "reasoning", text: "Look first." },
        { kind: "text", text: "I run it." },
        { kind: "tool-call", callId: "t1", name: "Bash", input: '{"command":"npm test"}' },
        { kind: "tool-call", callId: "t2", name: "Read" },
      ],
      extra: {
        lines: [4, 5, 6, 7],
        message: { id: "msg_1", content: [{ type: "thinking", signature: "c2ln" }] },
      },
    });
    const between = session.trim().split("\n");
    const moved = [...between.slice(0, 6), between[7], between[6], ...between.slice(8)].join("\n");
    expect(idsOf(await only(moved))).toEqual(idsOf(transcript));
  });

  it("follows parents: a rewind is a branch and a mark, parallel results are none", async () => {
    const transcript = await only(session);
    expect(idsOf(transcript)).toEqual([
      "h0 u1 a1 r1 r2 h1 a5 u3 a7 u5 u5/1 a8 u6 a9",
      "h0 u1 a1 r1 r2 h1 a5 u2 a6",
    ]);
    expect(transcript.marks).toEqual([{ kind: "rewind", after: "a5" }]);
  });

  it("reads tool results with their exit status", async () => {
    const transcript = await only(session);
    expect(messageOf(transcript, "r1")).toMatchObject({
      role: "tool",
      parts: [{ callId: "t1", name: "Bash", isError: true, exitCode: 1 }],
      extra: { toolUseResult: "Error: Exit code 1\n1 failed" },
    });
    expect(messageOf(transcript, "r2")).toMatchObject({
      parts: [{ name: "Read", output: "const a = 1;", isError: null, exitCode: null }],
    });
  });

  it("takes hooks for the operator", async () => {
    const transcript = await only(session);
    const operator = transcript.messages.filter(({ provenance }) => provenance === "operator");
    expect(operator.map((message) => [message.id, message.role, textOf(message)])).toEqual([
      ["h0", "system", "Rule of the house: be kind."],
      ["h1", "system", "The linter is content."],
      ["u5/1", "system", "<user-prompt-submit-hook>It is Monday.</user-prompt-submit-hook>"],
    ]);
    expect(textOf(messageOf(transcript, "u5") ?? { parts: [] })).toBe("Carry on.");
  });

  it("does not count a prompt that a hook blocked", async () => {
    const transcript = await only(session);
    expect(messageOf(transcript, "u4")).toMatchObject({ reachedModel: false });
    const hidden = transcript.messages.filter(({ reachedModel }) => !reachedModel);
    expect(hidden).toHaveLength(1);
  });

  it("keeps a blocked prompt that has no line of its own", async () => {
    const lines = session
      .trim()
      .split("\n")
      .filter((line) => !line.includes('"uuid":"u4"'));
    const transcript = await only(lines.join("\n"));
    expect(messageOf(transcript, "s2")).toMatchObject({
      role: "user",
      reachedModel: false,
      parts: [{ kind: "text", text: "Print the API key." }],
    });
    expect(idsOf(transcript)[0]).toBe("h0 u1 a1 r1 r2 h1 a5 u3 a7 u5 u5/1 a8 u6 a9");
  });

  it("does not lose what hangs on a line that is broken", async () => {
    const lines = session
      .trim()
      .split("\n")
      .map((line) => (line.includes('"uuid":"a7"') ? line.slice(0, 60) : line));
    const items = await read(lines.join("\n"));
    expect(items[0]).toMatchObject({ kind: "skipped", line: 16 });
    const transcript = await only(lines.join("\n"));
    expect(idsOf(transcript)[0]).toBe("h0 u1 a1 r1 r2 h1 a5 u3 u5 u5/1 a8 u6 a9");
    expect(transcript.marks).toHaveLength(1);
  });
});

describe("a context started anew", () => {
  it("splits at /clear in both forms and at a compaction, and says so", async () => {
    const all = await transcripts(cleared);
    const id = "5e551000-0000-4000-8000-000000000002";
    expect(all.map((one) => [one.id, idsOf(one), one.marks])).toEqual([
      [id, ["c0 u1 a1"], [{ kind: "clear", after: "a1" }]],
      [`${id}#2`, ["u2 a2"], [{ kind: "clear", after: "a2" }]],
      [`${id}#3`, ["u3 a3"], [{ kind: "compaction", after: "a3" }]],
      [`${id}#4`, ["k2 a4 u4"], []],
    ]);
    expect(all[3]?.messages[0]).toMatchObject({
      provenance: "operator",
      reachedModel: true,
      extra: { isCompactSummary: true },
    });
  });

  it("does not split where nothing was said before", async () => {
    const lines = cleared.split("\n").filter((line) => !/"uuid":"(?:u1|a1)"/.test(line));
    const [first] = await transcripts(lines.join("\n"));
    expect(first && [idsOf(first), first.marks]).toEqual([
      ["c0 u2 a2"],
      [{ kind: "clear", after: "a2" }],
    ]);
  });

  it("goes back into an earlier part when the parent says so", async () => {
    const rewound = cleared
      .split("\n")
      .map((line) =>
        line.includes('"uuid":"u4"')
          ? line.replace('"parentUuid":"a4"', '"parentUuid":"u3"')
          : line,
      );
    const all = await transcripts(rewound.join("\n"));
    expect(all[2] && idsOf(all[2])).toEqual(["u3 u4", "u3 a3"]);
    expect(all[2]?.marks).toEqual([
      { kind: "compaction", after: "a3" },
      { kind: "rewind", after: "u3" },
    ]);
  });

  it("reports a last line that is still being written", async () => {
    expect((await read(cleared))[0]).toEqual({
      kind: "skipped",
      line: 16,
      reason: expect.stringContaining("may still be being written"),
    });
  });
});

describe("subagents and the program", () => {
  it("keeps side conversations apart, with an agent's id or without", async () => {
    const id = "5e551000-0000-4000-8000-000000000003";
    const all = await transcripts(agents);
    expect(all.map((one) => [one.id, ...idsOf(one)])).toEqual([
      [id, "u1 a1 r1 q1 a2 i1 u2 a3"],
      [`${id}/sidechain-x1`, "x1 x2"],
      [`${id}/agent-1f2e`, "y1 y2"],
    ]);
    expect(all[0]?.extra["bookkeeping"]).toEqual({ repeated: 1 });
  });

  it("does not take the program's words for the model's or the user's", async () => {
    const transcript = await only(agents);
    expect(messageOf(transcript, "i1")).toMatchObject({ provenance: "operator" });
    expect(messageOf(transcript, "q1")).toMatchObject({ role: "user", provenance: "imported" });
    expect(messageOf(transcript, "e1")).toMatchObject({
      model: null,
      provenance: "operator",
      reachedModel: false,
    });
  });

  it("keeps the bytes of what is not text", async () => {
    const transcript = await only(agents);
    expect(messageOf(transcript, "u2")).toMatchObject({
      parts: [{ kind: "text" }, { kind: "other", type: "image" }],
      extra: { message: { content: [{}, { source: { data: "AA==" } }] } },
    });
    expect(messageOf(transcript, "a2")?.extra["message"]).not.toHaveProperty("content");
  });

  it("reads sessions that stand one after the other", async () => {
    const all = await transcripts(session + agents);
    expect(all.map(({ id }) => id.slice(-4))).toEqual(["0001", "0003", "n-x1", "1f2e"]);
  });

  it("keeps one session where a resumed one repeats another and goes on", async () => {
    const resumed = session
      .split("\n")
      .map((line, index) => (index < 12 ? line.replaceAll("000000000001", "000000000009") : line));
    const all = await transcripts(resumed.join("\n"));
    expect(all.map(({ id }) => id)).toEqual(["5e551000-0000-4000-8000-000000000001"]);
    expect(all.map(idsOf)).toEqual((await transcripts(session)).map(idsOf));
  });
});

it.each([
  ["[1]", "the line is not an object"],
  ['{"message":{}}', "the line has no type"],
  ['{"type":"user","uuid":"u"}', "a line of type user has no message"],
])("says why it skips %s", async (line, reason) => {
  expect(await read(line)).toEqual([{ kind: "skipped", line: 1, reason }]);
});

it("accounts for every line, whatever the lines are and in whatever order", async () => {
  const lines = [session, cleared, agents].flatMap((text) =>
    text
      .trim()
      .split("\n")
      .map((line) => line.replaceAll(/5e551000-0000-4000-8000-00000000000\d/g, "one")),
  );
  const pick = fc.array(fc.constantFrom(...lines, "broken", "[]", ""), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(pick, async (chosen) => {
      // One session, so that what is counted once is not counted again.
      const items = await read([...chosen, lines[2] ?? ""].join("\n"));
      const all = items.flatMap((item) => (item.kind === "transcript" ? [item.transcript] : []));
      for (const one of all) for (const { id } of one.messages) pathTo(one, id);
      const skipped = items.length - all.length;
      const passed = Object.values(Object(all[0]?.extra["bookkeeping"]));
      const said = all
        .flatMap(({ messages }) => messages)
        // A block without its prompt is counted as well as shown.
        .filter(({ extra }) => extra["subtype"] !== "informational")
        .flatMap(({ line, extra }) => extra["lines"] ?? line);
      const counted = passed.reduce((sum: number, count) => sum + Number(count), 0);
      const solid = chosen.filter((line) => line !== "").length + 1;
      expect(skipped + counted + new Set(said).size).toBe(solid);
    }),
  );
});
