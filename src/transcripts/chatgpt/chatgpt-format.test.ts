import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript, textOf } from "../../core/index.ts";
import { bytesSource } from "../reading/source.ts";
import { chatgptFormat } from "./chatgpt-format.ts";

const json = readFileSync(new URL("./__fixtures__/conversations.json", import.meta.url), "utf8");

async function zipped(members: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(members)) {
    zip.addBuffer(Buffer.from(text), name, { mtime: new Date(0) });
  }
  zip.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

async function read(content: Uint8Array | string) {
  const transcripts: Transcript[] = [];
  const skipped: string[] = [];
  for await (const item of chatgptFormat.read(bytesSource("export", content))) {
    if (item.kind === "transcript") transcripts.push(item.transcript);
    else skipped.push(item.reason);
  }
  return { transcripts, skipped };
}

transcriptFormatContract(chatgptFormat, [
  { name: "conversations.json", content: json },
  {
    name: "one.json",
    content: JSON.stringify(JSON.parse(json)[0]),
  },
  {
    name: "export.zip",
    content: await zipped({ "user.json": "{}", "conversations.json": json, "chat.html": "<p>" }),
  },
]);

describe("a ChatGPT export", () => {
  it("keeps every branch, with the one in force first", async () => {
    const { transcripts, skipped } = await read(json);
    const [primes, empty] = transcripts;
    if (primes === undefined) throw new Error("no conversation");
    const paths = pathsOf(primes);

    expect(skipped).toEqual([]);
    expect(paths.map(({ messages }) => messages.map(({ id }) => id))).toEqual([
      ["ctx", "u1", "a1b", "call", "out", "a2", "u2", "tq", "recap", "a3"],
      ["ctx", "u1", "a1"],
      ["ctx", "u1b"],
    ]);
    expect(primes).toMatchObject({ id: "c-1", leaf: "a3", extra: { title: "Primes" } });
    expect(primes.marks).toEqual([{ kind: "rewind", after: "ctx" }]);
    expect(empty).toMatchObject({ id: "c-2", leaf: null, messages: [] });
  });

  it("reads every kind of content", async () => {
    const { transcripts } = await read(json);
    const of = (id: string) => transcripts[0]?.messages.find((message) => message.id === id);

    expect(of("sys")).toMatchObject({ role: "system", parts: [], reachedModel: false });
    expect(of("ctx")).toMatchObject({ role: "system", reachedModel: true });
    expect(textOf(of("ctx") ?? { parts: [] })).toBe("I teach maths.\n\nBe brief.");
    expect(of("a1b")?.parts).toEqual([{ kind: "reasoning", text: "Counting\nA sieve will do." }]);
    expect(of("call")?.parts).toEqual([
      { kind: "tool-call", callId: null, name: "python", input: "len(primes(100))" },
    ]);
    expect(of("out")).toMatchObject({
      role: "tool",
      parts: [{ kind: "tool-result", name: "python", output: "25" }],
    });
    expect(of("a2")).toMatchObject({
      model: "o3",
      at: "2024-12-29T13:24:13.000Z",
      parts: [{ kind: "text", text: "There are 25." }],
    });
    expect(of("u2")?.parts).toEqual([
      { kind: "text", text: "And in this picture?" },
      { kind: "text", text: "Quickly please." },
      { kind: "other", type: "image_asset_pointer" },
    ]);
    expect(of("u2")?.extra["message"]).toHaveProperty("content.parts.0.asset_pointer");
    expect(of("tq")?.parts[0]).toMatchObject({ kind: "tool-result", output: "L0: primes" });
    expect(of("recap")?.parts).toEqual([{ kind: "reasoning", text: "Thought for 3 seconds" }]);
  });

  it("is the same in its archive, also when that is in numbered files", async () => {
    const plain = (await read(json)).transcripts;
    const [first, second] = JSON.parse(json);
    const numbered = await zipped({
      "a/conversations-000.json": JSON.stringify([first]),
      "a/conversations-001.json": JSON.stringify([second]),
      "a/shared_conversations.json": "[]",
    });

    expect((await read(await zipped({ "conversations.json": json }))).transcripts).toEqual(plain);
    expect((await read(numbered)).transcripts).toEqual(plain);
  });

  it("says which conversation it could not read, and reads the others", async () => {
    const [first] = JSON.parse(json);
    const { transcripts, skipped } = await read(JSON.stringify([7, { title: "x" }, first, first]));

    expect(transcripts.map(({ id }) => id)).toEqual(["c-1", "c-1#2"]);
    expect(skipped).toEqual([
      "export[0]: not a conversation but 7",
      "export[1]: the conversation has no mapping",
    ]);
  });

  it("says so when an archive holds no conversations, or is broken", async () => {
    expect((await read(await zipped({ "user.json": "{}" }))).skipped).toEqual([
      "the archive holds no conversations.json",
    ]);
    const whole = await zipped({ "conversations.json": json });
    whole[100] = (whole[100] ?? 0) ^ 0xff;
    expect((await read(whole)).skipped).not.toEqual([]);
  });

  it("goes by the last message when current_node is missing, and mends lost parents", async () => {
    const [first] = JSON.parse(json);
    delete first.current_node;
    first.mapping.a2.parent = "gone";
    const { transcripts } = await read(JSON.stringify([first]));

    expect(transcripts[0]?.leaf).toBe("u1b");
    expect(transcripts[0]?.messages.find(({ id }) => id === "a2")?.parent).toBe("out");
  });
});
