import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathsOf, pathTo, type Transcript } from "../../src/core/index.ts";
import type { ByteSource, TranscriptFormat, TranscriptItem } from "../../src/ports/index.ts";
import { bytesSource, transcriptFormats } from "../../src/transcripts/index.ts";

/** A file in the format, as its documentation has it. */
export interface TranscriptFixture {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Whether every line that is not blank gives just one item. False by default. */
  readonly hasItemPerLine?: boolean;
}

/**
 * What every {@link TranscriptFormat} does, whatever it reads.
 *
 * @param fixtures  small files (a few KiB: they are mutated many times), each with a conversation in it
 */
export function transcriptFormatContract(
  format: TranscriptFormat,
  fixtures: readonly TranscriptFixture[],
): void {
  describe.each(fixtures)(`${format.id} as a transcript format: $name`, (fixture) => {
    recognisingContract(format, fixture);
    readingContract(format, fixture);
    hostileContract(format, fixture);
  });
}

async function itemsOf(format: TranscriptFormat, source: ByteSource): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of format.read(source)) items.push(item);
  return items;
}

const bytesOf = (content: Uint8Array | string) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

async function recognises(format: TranscriptFormat, source: ByteSource): Promise<boolean> {
  return await format.recognises(source, await source.read(0, 65_536));
}

function recognisingContract(format: TranscriptFormat, { name, content }: TranscriptFixture): void {
  it("is recognised as this format and no other", async () => {
    const source = bytesSource(name, content);
    const others = transcriptFormats.filter(({ id }) => id !== format.id);
    const taken: string[] = [];
    for (const one of [format, ...others]) {
      if (await recognises(one, source)) taken.push(one.id);
    }
    expect(taken).toEqual([format.id]);
  });

  it("is not taken for this format when it is empty or something else", async () => {
    for (const text of [
      "",
      "\n",
      "hello\n",
      "{}",
      "[]",
      "null",
      "[[]]",
      "PK\x03\x04",
      "a,b\n1,2\n",
    ]) {
      expect(await recognises(format, bytesSource(name, text))).toBe(false);
    }
  });
}

function readingContract(format: TranscriptFormat, fixture: TranscriptFixture): void {
  const { name, content } = fixture;
  const read = (chunkBytes?: number) => itemsOf(format, bytesSource(name, content, chunkBytes));

  it("gives conversations that hang together", async () => {
    const items = await read();
    expect(items.some(({ kind }) => kind === "transcript")).toBe(true);
    expectSound(items, { format, name });
  });

  it("gives the same again, wherever the chunks fall", async () => {
    const items = await read();
    for (const chunkBytes of [1, 7, 1000]) expect(await read(chunkBytes)).toEqual(items);
  });

  it("gives plain JSON: nothing undefined, nothing that is not a number", async () => {
    const items = await read();
    expect(JSON.parse(JSON.stringify(items))).toStrictEqual(items);
  });

  it("throws what the source throws", async () => {
    const broken = new Error("the disk is gone");
    const source: ByteSource = {
      ...bytesSource(name, content),
      // biome-ignore lint/correctness/useYield: it fails before there is anything to give
      async *stream() {
        throw broken;
      },
      read: () => Promise.reject(broken),
    };
    await expect(itemsOf(format, source)).rejects.toBe(broken);
  });

  if (fixture.hasItemPerLine !== true) return;
  it("gives an item for every line", async () => {
    const lines = new TextDecoder().decode(bytesOf(content)).split("\n");
    expect(await read()).toHaveLength(lines.filter((line) => line.trim() !== "").length);
  });
}

function hostileContract(format: TranscriptFormat, { name, content }: TranscriptFixture): void {
  const bytes = bytesOf(content);
  const survives = async (mutated: Uint8Array) => {
    const source = bytesSource(name, mutated);
    await recognises(format, source);
    expectSound(await itemsOf(format, source), { format, name });
  };

  it("survives any bytes changed, cut out or doubled", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edits(bytes.length), { minLength: 1, maxLength: 4 }), (changes) =>
        survives(changes.reduce(edited, bytes)),
      ),
      { numRuns: 40 },
    );
  });

  it("survives any JSON, alone and in place of a value", async () => {
    const text = new TextDecoder().decode(bytes);
    const values = [...text.matchAll(/(?<=: ?)(?:"[^"\\]*"|true|false|null|-?\d+)/g)];
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 3 }), fc.nat(), async (json, place) => {
        await survives(bytesOf(json));
        const value = values[place % values.length];
        if (value === undefined) return;
        const after = text.slice(value.index + value[0].length);
        await survives(bytesOf(text.slice(0, value.index) + json + after));
      }),
      { numRuns: 40 },
    );
  });

  it("survives being cut off anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), (length) => survives(bytes.subarray(0, length))),
      { numRuns: 20 },
    );
  });
}

type Edit = { readonly at: number; readonly cut: number; readonly put: Uint8Array };

const edits = (length: number): fc.Arbitrary<Edit> =>
  fc.record({
    at: fc.nat(Math.max(0, length - 1)),
    cut: fc.oneof(fc.constantFrom(0, 1), fc.nat(200)),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(...['"', "{", "}", "[", "]", "\n", "\\", "null", ",", ":"].map(bytesOf)),
    ),
  });

function edited(bytes: Uint8Array, { at, cut, put }: Edit): Uint8Array {
  const place = Math.min(at, bytes.length);
  const after = bytes.subarray(Math.min(bytes.length, place + cut));
  const result = new Uint8Array(place + put.length + after.length);
  result.set(bytes.subarray(0, place));
  result.set(put, place);
  result.set(after, place + put.length);
  return result;
}

interface Expected {
  readonly format: TranscriptFormat;
  readonly name: string;
}

function expectSound(items: readonly TranscriptItem[], expected: Expected): void {
  expect(faultsOf(items, expected)).toEqual([]);
}

/** What is wrong with the items of a file; collected, since an `expect` each would take most of the time. */
function faultsOf(items: readonly TranscriptItem[], { format, name }: Expected): readonly string[] {
  const faults: string[] = [];
  const transcripts = items.flatMap((item) =>
    item.kind === "transcript" ? [item.transcript] : [],
  );
  if (repeats(transcripts.map(({ id }) => id))) faults.push("two transcripts have one id");
  for (const item of items) {
    if (item.kind === "skipped" && item.reason === "") faults.push("skipped without a reason");
  }
  for (const transcript of transcripts) {
    if (transcript.format !== format.id) faults.push(`format ${transcript.format}`);
    if (transcript.source !== name) faults.push(`source ${transcript.source}`);
    faults.push(...treeFaults(transcript).map((fault) => `${transcript.id}: ${fault}`));
  }
  return faults;
}

function treeFaults(transcript: Transcript): readonly string[] {
  const { messages, leaf, marks } = transcript;
  const faults: string[] = [];
  const ids = messages.map(({ id }) => id);
  const known = new Set<string | null>([...ids, null]);
  if (repeats(ids)) faults.push("two messages have one id");
  if (messages.some(({ parent }) => !known.has(parent))) faults.push("a parent is missing");
  if (marks.some(({ after }) => !known.has(after))) faults.push("a mark stands after nothing");
  if (!known.has(leaf)) faults.push("the leaf is missing");
  if ((leaf === null) !== (messages.length === 0)) faults.push("no leaf");
  if (faults.length > 0) return faults;
  pathsOf(transcript);
  // Throws on a loop, on branches that no path takes too.
  for (const id of ids) pathTo(transcript, id);
  return faults;
}

const repeats = (ids: readonly string[]) => new Set(ids).size !== ids.length;
