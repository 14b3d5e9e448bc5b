import fc from "fast-check";
import { expect, it } from "vitest";
import { csvRows } from "./csv.ts";
import { bytesSource } from "./source.ts";

async function rows(content: Uint8Array | string, chunkBytes = 65_536, limit?: number) {
  const found = [];
  for await (const row of csvRows(bytesSource("a.csv", content, chunkBytes), limit))
    found.push(row);
  return found;
}

it("reads quotes, commas and line breaks inside them, and counts lines", async () => {
  expect(await rows('\ufeffa,b\r\n"x, ""y""","1\n2"\n\n,\n"", z "w"')).toEqual([
    { kind: "row", line: 1, cells: ["a", "b"] },
    { kind: "row", line: 2, cells: ['x, "y"', "1\n2"] },
    { kind: "row", line: 5, cells: ["", ""] },
    { kind: "row", line: 6, cells: ["", ' z "w"'] },
  ]);
});

it("reads back what is written, wherever the chunks fall", async () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", "ü", " ") });
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (written, chunkBytes) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = written.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
      const read = await rows(text, chunkBytes);
      expect(read.map((row) => (row.kind === "row" ? row.cells : row.reason))).toEqual(written);
    }),
  );
});

it("says where it had to stop", async () => {
  expect(await rows('a\n"b')).toMatchObject([{}, { kind: "skipped", line: 2 }]);
  expect(await rows(Uint8Array.of(0x61, 0x0a, 0xff, 0x0a))).toMatchObject([{ kind: "skipped" }]);
  expect(await rows("a\nb,cccccc\nd", 4, 4)).toMatchObject([
    { kind: "row" },
    { kind: "skipped", line: 2, reason: expect.stringContaining("more than 4") },
  ]);
});
