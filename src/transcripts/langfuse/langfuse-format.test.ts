import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript, textOf } from "../../core/index.ts";
import { bytesSource } from "../reading/source.ts";
import { langfuseFormat } from "./langfuse-format.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), "utf8");

async function read(content: string) {
  const transcripts: Transcript[] = [];
  const skipped: string[] = [];
  for await (const item of langfuseFormat.read(bytesSource("export", content))) {
    if (item.kind === "transcript") transcripts.push(item.transcript);
    else skipped.push(item.reason);
  }
  return { transcripts, skipped };
}

const said = ({ transcripts }: { readonly transcripts: readonly Transcript[] }) =>
  transcripts.map((transcript) => ({
    [transcript.id]: pathsOf(transcript).map(({ messages }) =>
      messages.map((message) => `${message.role}: ${textOf(message)}`),
    ),
  }));

transcriptFormatContract(
  langfuseFormat,
  ["traces.jsonl", "observations.json", "traces.csv", "download.json"].map((name) => ({
    name,
    content: fixture(name),
  })),
);

describe("traces with their observations", () => {
  it("make a conversation per session, by time, each message once", async () => {
    const found = await read(fixture("traces.jsonl"));

    expect(found.skipped).toEqual([]);
    expect(said(found)).toEqual([
      {
        "s-1": [
          [
            "system: You are kind.",
            "user: Hello",
            "assistant: Hello!",
            "user: What time is it?",
            "assistant: ",
            "tool: ",
            "assistant: Get a watch.",
          ],
        ],
      },
    ]);
    const [session] = found.transcripts;
    expect(session?.messages[4]?.parts).toMatchObject([{ kind: "tool-call", name: "now" }]);
    expect(session?.messages[5]?.parts).toMatchObject([{ kind: "tool-result", output: "12:00" }]);
    expect(session?.messages[6]).toMatchObject({
      model: "gpt-4o",
      at: "2025-06-01T10:01:02.000Z",
      line: 1,
      extra: { id: "g-3", modelParameters: { temperature: 0 } },
    });
  });

  it("keep the scores and what else the traces say", async () => {
    const { transcripts } = await read(fixture("traces.jsonl"));

    expect(transcripts[0]?.extra["traces"]).toMatchObject([
      { id: "t-2", scores: [{ name: "kindness", value: 0, observationId: "g-3" }] },
      { id: "t-1", scores: [{ name: "kindness", value: 1 }], metadata: { k: 1 } },
    ]);
  });

  it("are the same in the download of one trace, but for its session", async () => {
    const found = await read(fixture("download.json"));

    expect(said(found)).toMatchObject([
      { "t-2": [expect.arrayContaining(["assistant: Get a watch."])] },
    ]);
    expect(found.transcripts[0]?.extra["traces"]).toMatchObject([{ scores: [{ id: "sc-2" }] }]);
  });

  it("are the same in a page of the API", async () => {
    const traces = fixture("traces.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const page = { data: traces, meta: { page: 1, limit: 50, totalItems: 2, totalPages: 1 } };

    expect(said(await read(JSON.stringify(page)))).toEqual(
      said(await read(fixture("traces.jsonl"))),
    );
  });
});

describe("tables", () => {
  it("of observations make a conversation per trace, rows in any order", async () => {
    const found = await read(fixture("observations.json"));

    expect(said(found)).toEqual([
      { "t-9": [["user: Hi", "assistant: Hi!", "user: Bye", "assistant: Bye!"]] },
      { "t-8": [["user: Say no.", "assistant: No."]] },
    ]);
    expect(found.transcripts[0]?.messages[3]?.extra).toMatchObject({ kindness: 0.5 });
  });

  it("of traces in CSV make a conversation per session", async () => {
    const found = await read(fixture("traces.csv"));

    expect(said(found)).toEqual([
      {
        "s-2": [
          ['user: Is it, "really"\nso?', "assistant: Yes.", "user: Why?", "assistant: No reason."],
        ],
      },
    ]);
    expect(found.transcripts[0]).toMatchObject({ line: 2, messages: [{}, {}, { line: 3 }, {}] });
    expect(found.transcripts[0]?.messages[0]?.at).toBe("2025-06-01T10:00:00.000Z");
  });

  it("of a blob store, with underscores in their names, read alike", async () => {
    const row = {
      id: "g",
      trace_id: "t",
      type: "GENERATION",
      start_time: "2025-06-01 10:00:00.000000",
      session_id: "s",
      provided_model_name: "m",
      input: JSON.stringify([{ role: "user", content: "Hi" }]),
      output: JSON.stringify({ role: "assistant", content: "Hi!" }),
    };
    const found = await read(`${JSON.stringify(row)}\n`);

    expect(said(found)).toEqual([{ s: [["user: Hi", "assistant: Hi!"]] }]);
    expect(found.transcripts[0]?.messages[1]).toMatchObject({ model: "m" });
  });
});

describe("inputs and outputs of any shape", () => {
  const generation = (input: unknown, output: unknown) =>
    JSON.stringify({
      id: "g",
      traceId: "t",
      type: "GENERATION",
      startTime: "2025-06-01T10:00:00Z",
      input,
      output,
    });
  const user = { role: "user", content: "q" };
  const reply = { role: "assistant", content: "r" };
  it.each([
    ["text", "q", "r"],
    ["a message", user, reply],
    ["messages", [user], [reply]],
    ["JSON as text", JSON.stringify({ messages: [user] }), JSON.stringify("r")],
    ["a batch of one", [[user]], reply],
    ["LangChain's types", [{ type: "human", content: "q" }], { type: "ai", content: "r" }],
    ["an output that repeats its input", { messages: [user] }, { messages: [user, reply] }],
    ["named members", { question: "q" }, { answer: "r" }],
    ["choices", [user], { choices: [{ message: reply }] }],
  ])("such as %s", async (_, input, output) => {
    expect(said(await read(generation(input, output)))).toEqual([
      { t: [["user: q", "assistant: r"]] },
    ]);
  });

  it("become text when nothing else is known of them", async () => {
    const found = await read(generation({ city: "Rome", days: 3 }, { plan: ["walk"] }));
    expect(said(found)).toEqual([
      { t: [['user: {"city":"Rome","days":3}', 'assistant: {"plan":["walk"]}']] },
    ]);
  });
});

it("says what holds nothing, and what is none of its records", async () => {
  const [trace] = fixture("traces.jsonl").split("\n");
  const empty = { ...JSON.parse(trace ?? ""), input: null, output: null, observations: [] };
  const { skipped } = await read(`${JSON.stringify(empty)}\n{"a":1}\n{"b":\n`);

  expect(skipped).toEqual([
    "export:2: neither a trace nor an observation",
    expect.stringContaining("not JSON"),
    "session s-1 holds no input and no output of a model",
  ]);
});

it("says which row of a table is torn", async () => {
  const { skipped } = await read(`${fixture("traces.csv")}"t-5","x"\n`);
  expect(skipped).toEqual(["the row has 2 cells, the header 15"]);
});
