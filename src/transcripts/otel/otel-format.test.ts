import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import {
  pathsOf,
  type Transcript,
  type TranscriptMessage,
  type TranscriptPart,
} from "../../core/index.ts";
import { bytesSource } from "../reading/source.ts";
import { otelFormat } from "./otel-format.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), "utf8");

async function read(content: string) {
  const transcripts: Transcript[] = [];
  const skipped: string[] = [];
  for await (const item of otelFormat.read(bytesSource("spans", content))) {
    if (item.kind === "transcript") transcripts.push(item.transcript);
    else skipped.push(item.reason);
  }
  return { transcripts, skipped };
}

/** What a message says, short. */
function shown({ role, parts }: TranscriptMessage): string {
  return `${role}: ${parts.map(shownPart).join(" ")}`;
}

function shownPart(part: TranscriptPart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "reasoning":
      return `(${part.text})`;
    case "tool-call":
      return `${part.name}${part.input}`;
    case "tool-result":
      return `= ${part.output}`;
    case "other":
      return `<${part.type}>`;
  }
}

const shownPaths = (transcript: Transcript | undefined) =>
  transcript === undefined ? [] : pathsOf(transcript).map(({ messages }) => messages.map(shown));

transcriptFormatContract(
  otelFormat,
  ["collector.jsonl", "events.json", "logs.jsonl"].map((name) => ({
    name,
    content: fixture(name),
  })),
);

describe("spans of the collector's file exporter", () => {
  it("make one conversation, repeats left out, choices as branches", async () => {
    const { transcripts, skipped } = await read(fixture("collector.jsonl"));

    expect(skipped).toEqual([expect.stringContaining("1 call holds no messages")]);
    expect(transcripts.map(({ id, line }) => [id, line])).toEqual([["conv_1", 2]]);
    const start = [
      "system: You are kind.",
      "user: Weather in Paris?",
      'assistant: (Use the tool.) get_weather{"location":"Paris"}',
      "tool: = rainy, 57F",
      "assistant: Rainy, 57F.",
      "user: And this? <uri>",
    ];
    expect(shownPaths(transcripts[0])).toEqual([
      [...start, "assistant: I do not care."],
      [...start, "assistant: A cloud."],
    ]);
  });

  it("say when, by which model and in which span", async () => {
    const { transcripts } = await read(fixture("collector.jsonl"));
    const messages = transcripts[0]?.messages ?? [];

    expect(messages[1]).toMatchObject({ at: "2025-08-12T12:00:00.000Z", model: null, line: 2 });
    expect(messages[2]).toMatchObject({
      at: "2025-08-12T12:00:00.500Z",
      model: "gpt-4-0613",
      extra: {
        finish_reason: "tool_call",
        spanId: "00f067aa0ba90001",
        attributes: { "gen_ai.provider.name": "openai" },
      },
    });
    expect(messages.at(-1)?.line).toBe(1);
    expect(JSON.stringify(messages[2]?.extra)).not.toContain("gen_ai.input.messages");
    expect(messages[5]?.extra).toHaveProperty("parts.1.uri", "https://example.org/a.png");
  });

  it("are read alike from one document", async () => {
    const lines = fixture("collector.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const whole = { resourceSpans: lines.flatMap(({ resourceSpans }) => resourceSpans) };
    const { transcripts } = await read(JSON.stringify(whole, null, 2));

    expect(shownPaths(transcripts[0])).toEqual(
      shownPaths((await read(fixture("collector.jsonl"))).transcripts[0]),
    );
    expect(transcripts[0]?.line).toBeNull();
  });
});

describe("older conventions", () => {
  it("are read from events of a span, and from attributes with an index", async () => {
    const { transcripts, skipped } = await read(fixture("events.json"));

    expect(skipped).toEqual([]);
    expect(transcripts.map(shownPaths)).toEqual([
      [["system: Be kind.", "user: Hello", "assistant: Hello!"]],
      [["user: Hi", "assistant: now{}", "tool: = 12:00", "assistant: Noon."]],
      [["user: Time?", "assistant: now{}"]],
    ]);
  });

  it("are read from log records, which hold one message each", async () => {
    const { transcripts, skipped } = await read(fixture("logs.jsonl"));

    expect(skipped).toEqual([]);
    expect(transcripts.map(({ id }) => id)).toEqual(["4bf92f3577b34da6a3ce929d0e0e4736", "conv_2"]);
    expect(shownPaths(transcripts[0])).toEqual([
      ["system: Be kind.", "user: Hello", "assistant: now{}", "tool: = 12:00", "assistant: Noon."],
      ["system: Be kind.", "user: Hello", "assistant: Hello!"],
    ]);
    expect(transcripts[0]?.messages[4]?.parts).toMatchObject([
      { kind: "tool-result", callId: "c1" },
    ]);
    expect(shownPaths(transcripts[1])).toEqual([["user: Hi", "assistant: Hi there."]]);
  });
});

describe("what cannot be read", () => {
  const span = (attributes: Record<string, string>, more: object = {}) =>
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: "t",
                  spanId: "s",
                  attributes: Object.entries(attributes).map(([key, stringValue]) => ({
                    key,
                    value: { stringValue },
                  })),
                  ...more,
                },
              ],
            },
          ],
        },
      ],
    });

  it("is named: content that a limit cut off", async () => {
    const { transcripts, skipped } = await read(
      span({ "gen_ai.input.messages": '[{"role":"user","par', "gen_ai.output.messages": "ok" }),
    );

    expect(skipped).toEqual([
      expect.stringMatching(/span s: gen_ai.input.messages is not JSON.*cut off/),
    ]);
    expect(shownPaths(transcripts[0])).toEqual([["assistant: ok"]]);
  });

  it("is named: a file without any span of the conventions, and a line that is something else", async () => {
    expect((await read(span({ "http.route": "/" }))).skipped).toEqual([
      expect.stringContaining("no span or log record"),
    ]);
    expect(
      (await read(`${span({ "gen_ai.completion": "x" })}\n{"a":1}\nnot json\n`)).skipped,
    ).toEqual([
      "the line holds neither spans nor log records",
      expect.stringContaining("not JSON"),
    ]);
  });

  it("is kept: parts of unknown types, roles of other names", async () => {
    const messages = JSON.stringify([
      {
        role: "customer",
        parts: [
          { type: "hologram", content: "3d" },
          { type: "text", content: 7 },
        ],
      },
    ]);
    const { transcripts } = await read(span({ "gen_ai.input.messages": messages }));

    expect(shownPaths(transcripts[0])).toEqual([["user: <hologram> <text>"]]);
    expect(transcripts[0]?.messages[0]?.extra).toEqual({
      parts: [
        { type: "hologram", content: "3d" },
        { type: "text", content: 7 },
      ],
      role: "customer",
    });
  });
});
