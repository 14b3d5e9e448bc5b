import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ZipFile } from "yazl";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { parseJson, pathsOf, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { evalMembers, type MadeMember, makeZip } from "./__fixtures__/make-zip.ts";
import { inspectLog } from "./inspect-log.ts";

const text = readFileSync(new URL("./__fixtures__/eval-log.json", import.meta.url), "utf8");
const parsed = parseJson(text);
// The fixture is an object; the tests below would fail on anything else.
const log = (parsed.kind === "value" ? parsed.value : {}) as Readonly<Record<string, unknown>>;
const members = evalMembers(log);
const archive = (change: Partial<MadeMember> = {}) =>
  makeZip(members.map((member) => ({ ...member, ...change })));

transcriptFormatContract(inspectLog, [
  { name: "log.json", content: text },
  { name: "zstandard.eval", content: archive({ compression: "zstandard" }) },
]);

async function read(content: Uint8Array | string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of inspectLog.read(bytesSource("a.eval", content))) items.push(item);
  return items;
}

const transcripts = (items: readonly TranscriptItem[]): readonly Transcript[] =>
  items.flatMap((item) => (item.kind === "transcript" ? [item.transcript] : []));
const reasons = (items: readonly TranscriptItem[]): readonly string[] =>
  items.flatMap((item) => (item.kind === "skipped" ? [item.reason] : []));

it("reads roles, parts, provenance, models, times and errors of a sample", async () => {
  const [sample] = transcripts(await read(text));

  expect(sample?.id).toBe("greeting_epoch_2");
  expect(sample?.messages.map(({ role, provenance, model }) => [role, provenance, model])).toEqual([
    ["system", "imported", null],
    ["user", "planted", null],
    ["assistant", "planted", "mockllm/model"],
    ["user", "operator", null],
    ["assistant", "generated", "mockllm/other"],
    ["tool", "imported", null],
    ["assistant", "generated", "mockllm/model"],
  ]);
  expect(sample?.messages[0]?.parts).toEqual([{ kind: "text", text: "You are kind." }]);
  expect(sample?.messages[1]?.parts[1]).toEqual({ kind: "other", type: "image" });
  expect(sample?.messages[4]?.parts).toEqual([
    { kind: "reasoning", text: "look first" },
    { kind: "reasoning", text: "hidden" },
    { kind: "text", text: "Let me see." },
    { kind: "tool-call", callId: "w1", name: "search", input: '{"q":"cat"}' },
    {
      kind: "tool-result",
      callId: "w1",
      name: "search",
      output: "many cats",
      isError: false,
      exitCode: null,
    },
    { kind: "tool-call", callId: "c1", name: "bash", input: '{"cmd":"ls cat.png"}' },
  ]);
  expect(sample?.messages[5]).toMatchObject({
    at: "2026-05-01T10:00:04+00:00",
    parts: [{ kind: "tool-result", callId: "c1", name: "bash", isError: true, exitCode: 2 }],
  });
});

it("keeps scores, limits, errors and the log's own header", async () => {
  const [first, , broken] = transcripts(await read(text));
  expect(first?.extra).toMatchObject({
    scores: { kind: { value: null, explanation: "unscored" }, length: { value: null } },
    limit: { type: "message", limit: 7 },
    uuid: "u-1",
    log: { status: "error", eval: { task: "kindness", model: "mockllm/model" } },
  });
  expect(broken?.messages.map(textOf)).toEqual(["Hello?"]);
  expect(broken?.extra).toMatchObject({ error: { message: "the server hung up" } });
});

it("keeps rolled-back branches apart and marks a compaction", async () => {
  const story = transcripts(await read(text))[1];
  if (story === undefined) throw new RangeError("no second sample");
  expect(pathsOf(story).map((path) => [path.id, path.messages.map(textOf)])).toEqual([
    ["7_epoch_1", ["Tell me a story.", "Once upon a time.", "Go on."]],
    ["7_epoch_1~m3", ["Tell me a story.", "No.", "Why not?", "I said no."]],
  ]);
  expect(story.marks).toEqual([{ kind: "compaction", after: "m4" }]);
});

it("reads the same from an archive, however it is compressed", async () => {
  const wanted = transcripts(await read(text)).map(({ messages }) => messages);
  for (const compression of ["stored", "deflate", "zstandard"] as const) {
    const items = await read(archive({ compression }));
    expect(transcripts(items).map(({ messages }) => messages)).toEqual(wanted);
    expect(reasons(items)).toEqual([]);
  }
});

it("reads compressed Zstandard frames one after another, with checksums of their own", async () => {
  // Two frames at level 9 by the reference library, through python-zstandard 0.25.0.
  const data = Buffer.from(
    "KLUv/QRghQEAhAJ7ImlkIjogInJlYWwiLCAiZXBvY2giOiAxLCAiaW5wdXQiOiAibGEgAQDYyJUBCB3aiyi1L/0EYNUAAJggbGEiLCAidGFyZ2V0IjogIiJ9AQDZ1A0Bb7q3YQ==",
    "base64",
  );
  const content = `{"id": "real", "epoch": 1, "input": "${"la ".repeat(60)}", "target": ""}`;
  const real: MadeMember = { name: "samples/r.json", content, compression: "zstandard", data };
  const items = transcripts(await read(makeZip([...members.slice(0, 1), real])));
  expect(items.map(({ messages }) => messages.map(textOf))).toEqual([["la ".repeat(60)]]);
});

it("reads a run that never finished from its journal", async () => {
  const items = await read(makeZip(members.filter(({ name }) => name !== "header.json")));
  expect(transcripts(items)).toHaveLength(3);
  expect(transcripts(items)[0]?.extra["log"]).toMatchObject({ eval: { task: "kindness" } });
});

it("skips a damaged member with its name, and reads the others", async () => {
  const zipped = Buffer.from(archive());
  const at = zipped.indexOf("samples/1_epoch_1.json") + 60;
  zipped[at] = (zipped[at] ?? 0) ^ 0xff;
  const items = await read(zipped);
  expect(transcripts(items).map(({ id }) => id)).toEqual(["greeting_epoch_2", "broken_epoch_1"]);
  expect(reasons(items)).toEqual([expect.stringContaining("samples/1_epoch_1.json")]);
});

it("gives one item for every sample, whatever befalls the bytes of the members", async () => {
  for (const compression of ["stored", "deflate", "zstandard"] as const) {
    const whole = archive({ compression });
    const directory = Buffer.from(whole).indexOf("PK\x01\x02");
    const flips = fc.array(fc.tuple(fc.nat(directory - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const damaged = Uint8Array.from(whole);
        for (const [at, mask] of changes) damaged[at] = (damaged[at] ?? 0) ^ mask;
        damaged.set(whole.subarray(0, 4));
        const items = await read(damaged);
        const names = reasons(items).filter((reason) => reason.includes("samples/"));
        expect(transcripts(items).length + names.length).toBe(3);
      }),
      { numRuns: 40 },
    );
  }
});

it("says what is wrong with members that lie about themselves", async () => {
  const lying = (data: Uint8Array, compression: MadeMember["compression"] = "zstandard") =>
    read(
      makeZip([
        ...members.slice(0, 2),
        { name: "samples/x.json", content: "{}", ...(compression && { compression }), data },
      ]),
    );
  expect(reasons(await lying(Buffer.from("no frame at all, but long enough")))).toEqual([
    expect.stringContaining("samples/x.json"),
  ]);
  expect(reasons(await lying(Buffer.from("{ }"), "stored"))).toEqual([
    "the member samples/x.json has 3 bytes where the directory says 2",
  ]);
  expect(reasons(await lying(Buffer.from("[]"), "stored"))).toEqual([
    "the member samples/x.json is damaged: its checksum differs",
  ]);
});

it("counts a sample that was logged again once, as it was last", async () => {
  const again = {
    ...members[3],
    name: "samples/0_epoch_1.json",
    content: '{"id":1,"input":"late"}',
  };
  const items = transcripts(await read(makeZip([...members.slice(0, 2), again])));
  expect(items.map(({ messages }) => messages.map(textOf))).toEqual([["late"]]);
});

it("reads archives with 64-bit sizes, as another writer makes them", async () => {
  const zip = new ZipFile();
  for (const { name, content } of members) {
    zip.addBuffer(Buffer.from(content), name, { forceZip64Format: true });
  }
  zip.end({ forceZip64Format: true, comment: "" });
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  expect(transcripts(await read(Buffer.concat(chunks)))).toHaveLength(3);
});

it("says so when an archive was cut off, or a log holds no samples", async () => {
  const zipped = archive();
  expect(reasons(await read(zipped.subarray(0, zipped.length - 30)))).toEqual([
    expect.stringContaining("not a whole ZIP archive"),
  ]);
  expect(reasons(await read(makeZip(members.slice(0, 1))))).toEqual(["the log holds no samples"]);
  expect(reasons(await read('{"version":2,"eval":{"task":"t"},"samples":[]}'))).toEqual([
    "the log holds no samples",
  ]);
});

it("skips a sample whose messages have no role that is known", async () => {
  const strange = { ...log, samples: [{ id: 1, messages: [{ role: "oracle", content: "hm" }] }] };
  expect(reasons(await read(JSON.stringify(strange)))).toEqual([
    'samples[0] cannot be read: message 0 has the role "oracle"',
  ]);
});
