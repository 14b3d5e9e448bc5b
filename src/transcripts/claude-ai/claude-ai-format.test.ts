import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript } from "../../core/index.ts";
import { bytesSource } from "../reading/source.ts";
import { claudeAiFormat } from "./claude-ai-format.ts";

const json = readFileSync(new URL("./__fixtures__/conversations.json", import.meta.url), "utf8");

async function read(value: unknown) {
  const transcripts: Transcript[] = [];
  const skipped: string[] = [];
  const source = bytesSource("export", JSON.stringify(value));
  for await (const item of claudeAiFormat.read(source)) {
    if (item.kind === "transcript") transcripts.push(item.transcript);
    else skipped.push(item.reason);
  }
  return { transcripts, skipped };
}

const pathIds = (transcript: Transcript | undefined) =>
  transcript === undefined
    ? []
    : pathsOf(transcript).map(({ messages }) => messages.map(({ id }) => id));

transcriptFormatContract(claudeAiFormat, [
  { name: "conversations.json", content: json },
  { name: "one.json", content: JSON.stringify(JSON.parse(json)[0], null, 1) },
]);

describe("a Claude.ai export", () => {
  it("follows the parents, and keeps the other branches", async () => {
    const { transcripts, skipped } = await read(JSON.parse(json));

    expect(skipped).toEqual([]);
    expect(pathIds(transcripts[0])).toEqual([
      ["m1", "m2", "m4b", "m5"],
      ["m1", "m3"],
      ["m1", "m2", "m4"],
    ]);
    expect(transcripts[0]).toMatchObject({
      id: "k-1",
      marks: [{ kind: "rewind", after: "m2" }],
      extra: { name: "Tides", model: "claude-sonnet-4" },
    });
  });

  it("reads content blocks, not the text that repeats them", async () => {
    const { transcripts } = await read(JSON.parse(json));
    const [m1, m2] = transcripts[0]?.messages ?? [];

    expect(m1?.parts).toEqual([
      { kind: "text", text: "When is high tide?" },
      { kind: "other", type: "attachment" },
    ]);
    expect(m1?.extra["attachments"]).toMatchObject([{ extracted_content: "Coast of Kent" }]);
    expect(m2?.parts).toMatchObject([
      { kind: "reasoning", text: "Look it up." },
      { kind: "text", text: "Let me look." },
      { kind: "tool-call", callId: "t1", name: "web_search", input: '{"query":"high tide kent"}' },
      { kind: "tool-result", callId: "t1", output: "06:12 and 18:40", isError: false },
      { kind: "text", text: "At 06:12 and 18:40." },
    ]);
  });

  it("reads older exports, which have text and no parents", async () => {
    const { transcripts } = await read(JSON.parse(json));

    expect(pathIds(transcripts[1])).toEqual([["o1", "o2"]]);
    expect(transcripts[1]?.messages[1]?.parts).toEqual([
      { kind: "text", text: "Hello! How can I help?" },
    ]);
  });

  it.each([
    ["a parent is missing", { m4b: "gone" }],
    ["the parents form a loop", { m1: "m5" }],
    ["a message follows itself", { m4b: "m4b" }],
  ])("takes the messages as given when %s", async (_, parents: Record<string, string>) => {
    const [first] = JSON.parse(json);
    for (const message of first.chat_messages) {
      message.parent_message_uuid = parents[message.uuid] ?? message.parent_message_uuid;
    }
    const { transcripts } = await read([first]);

    expect(pathIds(transcripts[0])).toEqual([["m1", "m2", "m3", "m4", "m4b", "m5"]]);
  });

  it("says what it could not read, and keeps what stands among the messages", async () => {
    const [first] = JSON.parse(json);
    first.chat_messages.push("odd");
    const { transcripts, skipped } = await read([{ uuid: "x" }, first]);

    expect(skipped).toEqual(["export[0]: the conversation has no chat_messages"]);
    expect(transcripts[0]?.extra["chat_messages"]).toEqual(["odd"]);
  });
});
