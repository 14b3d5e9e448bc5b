import fc from "fast-check";
import { expect, it } from "vitest";
import { linesOf, type SourceLine } from "./lines.ts";
import { bytesSource } from "./source.ts";

async function read(content: Uint8Array | string, chunkBytes = 65_536, maxBytes?: number) {
  const lines: SourceLine[] = [];
  for await (const line of linesOf(bytesSource("a", content, chunkBytes), maxBytes))
    lines.push(line);
  return lines;
}
const line = (number: number, text: string, isUnended = false): SourceLine => ({
  kind: "line",
  number,
  text,
  isUnended,
});

it("numbers lines from 1, passes blank ones over, and knows the unended last", async () => {
  expect(await read("\uFEFFa\r\n\n \t\nb\u2028c\nd")).toEqual([
    line(1, "a"),
    line(4, "b\u2028c"),
    line(5, "d", true),
  ]);
  expect(await read("")).toEqual([]);
  expect(await read("\n\n")).toEqual([]);
});

it("skips a line that is too long, and reads on", async () => {
  expect(await read("ab\nabcdef\ncd", 2, 5)).toEqual([
    line(1, "ab"),
    { kind: "skipped", number: 2, reason: "the line has 6 bytes, more than 5" },
    line(3, "cd", true),
  ]);
});

it("skips a line that is not UTF-8, and reads on", async () => {
  expect(await read(new Uint8Array([0xff, 0x0a, 0x61]))).toEqual([
    { kind: "skipped", number: 1, reason: "the line is not UTF-8" },
    line(2, "a", true),
  ]);
});

it("reads the same lines wherever the chunks fall", async () => {
  const contents = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", " ", "\uFEFF"));
  await fc.assert(
    fc.asyncProperty(contents, fc.integer({ min: 1, max: 7 }), async (pieces, size) => {
      const text = pieces.join("");
      const expected = text
        .replace(/^\uFEFF/, "")
        .split("\n")
        .flatMap((part, index, all) => {
          const body = part.replace(/\r$/, "");
          return body.trim() === "" ? [] : [line(index + 1, body, index === all.length - 1)];
        });
      expect(await read(text, size)).toEqual(expected);
    }),
  );
});
