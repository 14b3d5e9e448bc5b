import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import type { Transcript } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { sharegpt } from "./sharegpt.ts";
import { writeSharegpt } from "./write-sharegpt.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
const json = fixture("conversations.json");
const jsonl = fixture("conversations.jsonl");

transcriptFormatContract(sharegpt, [
  { name: "conversations.json", content: json },
  { name: "conversations.jsonl", content: jsonl, hasItemPerLine: true },
]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of sharegpt.read(bytesSource("s.json", content))) items.push(item);
  return items;
}

async function transcripts(content: string): Promise<Transcript[]> {
  return (await read(content)).flatMap((item) =>
    item.kind === "transcript" ? [item.transcript] : [],
  );
}

describe("reading", () => {
  it("reads an array and lines alike, ids and places apart", async () => {
    const places = (all: Transcript[]) => all.map(({ id, line }) => [id, line]);
    expect(places(await transcripts(json))).toEqual([
      ["a1", null],
      ["s.json[1]", null],
      ["s.json[2]", null],
    ]);
    expect(places(await transcripts(jsonl))).toEqual([
      ["a1", 1],
      ["s.json:2", 2],
      ["s.json:3", 3],
    ]);
  });

  it("reads calls, results and the system prompt", async () => {
    const [first, second, third] = await transcripts(json);
    expect(first?.messages.map(({ role, parts }) => [role, ...parts])).toEqual([
      ["system", { kind: "text", text: "You are kind." }],
      ["user", { kind: "text", text: "Is it done?" }],
      [
        "assistant",
        { kind: "tool-call", callId: null, name: "run", input: '{"command":"npm test"}' },
      ],
      [
        "tool",
        {
          kind: "tool-result",
          callId: null,
          name: null,
          output: '{"exit_code": 1}',
          isError: null,
          exitCode: 1,
        },
      ],
      ["assistant", { kind: "text", text: "One test fails." }],
    ]);
    expect(first?.extra).toEqual({ id: "a1", tools: "[]" });
    expect(second?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
    expect(third?.messages.map(({ role, parts }) => [role, parts.length])).toEqual([
      ["user", 0],
      ["assistant", 1],
      ["assistant", 1],
    ]);
  });

  it.each([
    ["{}", "the record has no list of conversations"],
    ['{"conversations":[]}', "the record has an empty list of conversations"],
    ['{"conversations":[1]}', "a turn is not an object"],
    ['{"conversations":[{"from":"human"}]}', "a turn has no text as value"],
    ['{"conversations":[{"from":"moon","value":""}]}', 'a turn is from the unknown "moon"'],
  ])("says why it skips %s", async (line, reason) => {
    expect(await read(line)).toEqual([{ kind: "skipped", line: 1, reason }]);
  });
});

describe("writing", () => {
  it("gives back every record", async () => {
    const written = (await transcripts(json)).map((one) => writeSharegpt(one));
    expect(written).toEqual(JSON.parse(json));
  });

  it("loses nothing of any record, whatever it holds", async () => {
    const from = fc.constantFrom("human", "gpt", "system", "function_call", "observation", "Bot");
    const value = fc.oneof(fc.string(), fc.json(), fc.constant('{"name":"f","arguments":{}}'));
    const turn = fc.tuple(from, value, fc.dictionary(fc.string(), fc.jsonValue()));
    const record = fc.tuple(
      fc.array(turn, { minLength: 1, maxLength: 4 }),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.oneof(fc.string(), fc.constant(null)),
    );
    await fc.assert(
      fc.asyncProperty(record, async ([turns, members, system]) => {
        const original: unknown = JSON.parse(
          JSON.stringify({
            ...members,
            system,
            conversations: turns.map(([name, text, more]) => ({
              ...more,
              from: name,
              value: text,
            })),
          }),
        );
        const [one] = await transcripts(JSON.stringify(original));
        expect(one && writeSharegpt(one)).toEqual(original);
      }),
    );
  });

  it("writes what was changed, and another format's conversation", async () => {
    const [first] = await transcripts(json);
    if (first === undefined) throw new Error("no transcript");
    const messages = first.messages.map((message) =>
      message.role === "user"
        ? { ...message, parts: [{ kind: "text", text: "changed" } as const] }
        : message,
    );
    expect(writeSharegpt({ ...first, messages })["conversations"]).toMatchObject([
      { from: "human", value: "changed" },
      {},
      {},
      {},
    ]);
    expect(writeSharegpt({ ...first, format: "other" })).toEqual({
      id: "a1",
      system: "You are kind.",
      conversations: [
        { from: "human", value: "Is it done?" },
        { from: "function_call", value: '{"name":"run","arguments":{"command":"npm test"}}' },
        { from: "observation", value: '{"exit_code": 1}' },
        { from: "gpt", value: "One test fails." },
      ],
    });
  });
});
