import fc from "fast-check";
import { expect, it } from "vitest";
import { recordsIn, recordsInHead, type SourceRecord } from "./records.ts";
import { bytesSource } from "./source.ts";

async function read(content: string, isArrayRecord?: (start: readonly unknown[]) => boolean) {
  const records: SourceRecord[] = [];
  for await (const record of recordsIn(bytesSource("f", content, 3), isArrayRecord)) {
    records.push(record);
  }
  return records;
}
const record = (value: unknown, line: number | null, place: string): SourceRecord => ({
  kind: "record",
  value,
  line,
  place,
});

it("reads a record a line, and says which lines are none", async () => {
  expect(await read('{"a":1}\nbroken\n\n{"a":2}\n{"a":')).toEqual([
    record({ a: 1 }, 1, "f:1"),
    { kind: "skipped", line: 2, reason: expect.stringMatching(/^not JSON: /) },
    record({ a: 2 }, 4, "f:4"),
    { kind: "skipped", line: 5, reason: expect.stringContaining("may still be being written") },
  ]);
});

it("reads an array of records, and says where it breaks off", async () => {
  expect(await read('[{"a":1}, {"a" 2},\n{"a":3}, {')).toEqual([
    record({ a: 1 }, null, "f[0]"),
    { kind: "skipped", line: null, reason: expect.stringMatching(/^element 1: not JSON/) },
    record({ a: 3 }, null, "f[2]"),
    { kind: "skipped", line: null, reason: "the document ends too early" },
  ]);
});

it("reads a single record over several lines", async () => {
  expect(await read('{\n"a": 1\n}\n')).toEqual([record({ a: 1 }, null, "f")]);
  expect(await read('{\n"a": 1\n')).toMatchObject([{ kind: "skipped" }]);
});

it("reads arrays that are records themselves", async () => {
  const numbers = ([first]: readonly unknown[]) => typeof first === "number";
  expect(await read("[1]\n[2]\n", numbers)).toEqual([record([1], 1, "f:1"), record([2], 2, "f:2")]);
  expect(await read("[\n1\n]", numbers)).toEqual([record([1], null, "f")]);
});

it("shows the same records in the head", async () => {
  const jsonRecord = fc.dictionary(fc.string(), fc.jsonValue());
  const isDocument = fc.boolean();
  await fc.assert(
    fc.asyncProperty(fc.array(jsonRecord, { minLength: 1 }), isDocument, async (values, isOne) => {
      const lines = values.map((value) => JSON.stringify(value));
      const text = isOne ? JSON.stringify(values, null, 1) : lines.join("\n");
      const found = (await read(text)).map((item) => item.kind === "record" && item.value);
      expect(found).toEqual(values.map((value) => JSON.parse(JSON.stringify(value))));
      expect(recordsInHead(new TextEncoder().encode(text))).toEqual(found);
    }),
    { numRuns: 50 },
  );
});
