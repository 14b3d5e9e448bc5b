import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { openaiChat } from "./openai-chat.ts";
import { writeOpenaiChat } from "./write-openai-chat.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
const fineTuning = fixture("fine-tuning.jsonl");
const gateway = fixture("gateway.jsonl");
const records = fixture("records.json");

transcriptFormatContract(openaiChat, [
  { name: "fine-tuning.jsonl", content: fineTuning, hasItemPerLine: true },
  { name: "gateway.jsonl", content: gateway, hasItemPerLine: true },
  { name: "records.json", content: records },
]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of openaiChat.read(bytesSource("chats.jsonl", content))) items.push(item);
  return items;
}

async function transcripts(content: string): Promise<Transcript[]> {
  return (await read(content)).flatMap((item) =>
    item.kind === "transcript" ? [item.transcript] : [],
  );
}

const said = (transcript: Transcript) =>
  pathsOf(transcript).map(({ messages }) => messages.map((one) => `${one.role}: ${textOf(one)}`));

describe("reading", () => {
  it("takes a record's own id, or its place", async () => {
    const ids = (await transcripts(fineTuning)).map(({ id, line }) => [id, line]);
    expect(ids).toEqual([
      ["chats.jsonl:1", 1],
      ["chat-7", 2],
      ["chats.jsonl:3", 3],
    ]);
    expect((await transcripts(gateway)).map(({ id }) => id)).toEqual([
      "chatcmpl-1",
      "msg_1",
      "row-1",
      "batch_1",
      "chats.jsonl:5",
      "chats.jsonl:6",
      "chats.jsonl:7",
    ]);
  });

  it("gives a repeated id a number", async () => {
    expect((await transcripts(records)).map(({ id, line }) => [id, line])).toEqual([
      ["a", null],
      ["a#2", null],
    ]);
  });

  it("keeps what it does not know, on messages and on the record", async () => {
    const [first, second] = await transcripts(fineTuning);
    expect(first?.messages.map(({ extra }) => extra)).toEqual([
      {},
      { name: "ann" },
      { weight: 0 },
      {},
      { weight: 1 },
    ]);
    expect(first?.extra).toMatchObject({ parallel_tool_calls: false });
    expect(second?.messages[0]).toMatchObject({ role: "system", extra: { role: "developer" } });
  });

  it("reads tools, thinking and images", async () => {
    const [, second] = await transcripts(fineTuning);
    expect(second?.messages.flatMap(({ parts }) => parts)).toEqual([
      { kind: "text", text: "Be brief." },
      { kind: "text", text: "What is on it?" },
      { kind: "other", type: "image_url" },
      { kind: "tool-call", callId: "call_1", name: "run", input: '{"command":"npm test"}' },
      {
        kind: "tool-result",
        callId: "call_1",
        name: null,
        output: '{"exit_code":1,"output":"1 failed"}',
        isError: null,
        exitCode: 1,
      },
      { kind: "reasoning", text: "The status is 1." },
      { kind: "text", text: "One test fails." },
    ]);
    expect(second?.messages.map(({ model }) => model)).toEqual([
      null,
      null,
      "gpt-4.1-mini",
      null,
      "gpt-4.1-mini",
    ]);
  });

  it("reads requests with their responses, other choices as branches", async () => {
    const all = await transcripts(gateway);
    expect(all.map(said)).toEqual([
      [
        ["user: Name a colour.", "assistant: Red."],
        ["user: Name a colour.", "assistant: Blue."],
      ],
      [
        [
          "system: Be kind.",
          "user: Run the tests.",
          "assistant: ",
          "tool: ",
          "assistant: They fail.",
        ],
      ],
      [["user: Hi"]],
      [["assistant: Hi."]],
      [["user: And you?", "assistant: Fine."]],
      [["user: Bye", "assistant: Bye then."]],
      [["user: How many legs has a spider?", "assistant: Eight."]],
    ]);
    expect(all[0]?.messages[1]?.model).toBe("gpt-4.1-mini-2025");
    expect(all[0]?.extra).toMatchObject({
      request: { n: 2 },
      response: { choices: [{ index: 0, finish_reason: "stop" }, { index: 1 }] },
      latency_ms: 12,
    });
    expect(all[1]?.messages[3]?.parts).toMatchObject([{ isError: true, exitCode: 1 }]);
    expect(all[6]?.extra).toEqual({ label: 3 });
  });

  it("reads the time and id of a message", async () => {
    const [first] = await transcripts(records);
    expect(first?.messages.map(({ at, id }) => [at, id])).toEqual([
      ["2026-01-02T03:04:05Z", "m0"],
      [null, "msg-1"],
    ]);
  });

  it.each([
    ['{"text":"hello"}', "the record holds no messages that this format knows"],
    ['{"messages":[]}', "the record has an empty list of messages"],
    [
      '{"messages":[{"role":"narrator","content":"x"}]}',
      'a message has the unknown role "narrator"',
    ],
    ['{"messages":["x"]}', "a message is not an object"],
    ["7", "the record holds no messages that this format knows"],
  ])("says why it skips %s", async (text, reason) => {
    expect(await read(`${text}\n{"messages":[{"role":"user","content":"x"}]}`)).toMatchObject([
      { kind: "skipped", line: 1, reason },
      { kind: "transcript" },
    ]);
  });

  it("is recognised by a first message that is longer than the head", async () => {
    const long = JSON.stringify({ messages: [{ content: "x".repeat(70_000), role: "user" }] });
    const source = bytesSource("long.jsonl", long);
    expect(await openaiChat.recognises(source, await source.read(0, 65_536))).toBe(true);
  });

  it("reads one conversation written over several lines", async () => {
    const messages = [{ role: "user", content: "Hi" }];
    const text = (value: unknown) => JSON.stringify(value, null, 2);
    expect((await transcripts(text({ messages }))).map(said)).toEqual([[["user: Hi"]]]);
    expect((await transcripts(text(messages))).map(said)).toEqual([[["user: Hi"]]]);
  });
});

describe("writing", () => {
  it("gives back every record of messages", async () => {
    const written = (await transcripts(fineTuning)).map((one) => writeOpenaiChat(one));
    const lines = fineTuning
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(written).toEqual([lines[0], lines[1], { messages: lines[2] }]);
  });

  it("loses nothing of any record, whatever it holds", async () => {
    const role = fc.constantFrom(
      "system",
      "developer",
      "user",
      "assistant",
      "tool",
      "function",
      "User",
    );
    const content = fc.option(fc.jsonValue(), { nil: undefined });
    const message = fc.tuple(role, fc.dictionary(fc.string(), fc.jsonValue()), content);
    const record = fc.tuple(
      fc.array(message, { minLength: 1, maxLength: 4 }),
      fc.dictionary(fc.string(), fc.jsonValue()),
    );
    await fc.assert(
      fc.asyncProperty(record, async ([messages, members]) => {
        const original: unknown = JSON.parse(
          JSON.stringify({
            // What these mean has tests of its own; anything else may stand beside the messages.
            ...Object.fromEntries(
              Object.entries(members).filter(
                ([key]) => !["system", "choices", "response"].includes(key),
              ),
            ),
            messages: messages.map(([name, more, said]) => ({
              ...more,
              role: name,
              content: said,
            })),
          }),
        );
        const [read] = await transcripts(JSON.stringify(original));
        expect(read && writeOpenaiChat(read)).toEqual(original);
      }),
    );
  });

  it("writes what it read of pairs so that it reads the same", async () => {
    for (const transcript of await transcripts(gateway)) {
      for (const path of pathsOf(transcript)) {
        const [again] = await transcripts(JSON.stringify(writeOpenaiChat(transcript, path)));
        const parts = path.messages.map((one) => [one.role, one.parts, one.extra]);
        expect(again?.messages.map((one) => [one.role, one.parts, one.extra])).toEqual(parts);
      }
    }
  });

  it("writes a changed message as it is now", async () => {
    const [, second] = await transcripts(fineTuning);
    if (second === undefined) throw new Error("no transcript");
    const messages = second.messages.map((message) =>
      message.parts.some(({ kind }) => kind === "other")
        ? { ...message, parts: [{ kind: "text", text: "changed" } as const] }
        : message,
    );
    const written = writeOpenaiChat({ ...second, messages });
    expect(written["messages"]).toMatchObject([
      { role: "developer" },
      { role: "user", content: "changed" },
      {},
      {},
      {},
    ]);
  });

  it("writes another format's conversation in plain shape", async () => {
    const [, second] = await transcripts(fineTuning);
    if (second === undefined) throw new Error("no transcript");
    expect(writeOpenaiChat({ ...second, format: "other" })).toMatchObject({
      id: "chat-7",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "What is on it?" },
        { role: "assistant", content: null, tool_calls: [{ id: "call_1" }] },
        { role: "tool", tool_call_id: "call_1" },
        { role: "assistant", content: "One test fails.", reasoning_content: "The status is 1." },
      ],
    });
  });
});
