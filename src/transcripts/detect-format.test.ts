import { expect, it } from "vitest";
import type { TranscriptFormat } from "../ports/index.ts";
import { detectFormat, formatNamed } from "./detect-format.ts";
import { transcriptFormats } from "./formats.ts";
import { bytesSource } from "./reading/source.ts";

const named = (id: string, start: string): TranscriptFormat => ({
  id,
  title: id,
  recognises: async (_source, head) => new TextDecoder().decode(head).startsWith(start),
  async *read() {},
});
const formats = [named("aa", "a"), named("ab", "ab"), named("b", "b")];
const detect = (content: string | Uint8Array) => detectFormat(bytesSource("f", content), formats);

it("takes the first format that recognises the file", async () => {
  expect(await detect("abc")).toBe(formats[0]);
  expect(await detect("b")).toBe(formats[2]);
});

it.each([
  ["c", "no transcript format that is known; tried aa, ab, b"],
  ["", "the file is empty; tried aa, ab, b"],
  [
    new Uint8Array([0xff, 0xfe, 0x61, 0]),
    "the file is UTF-16: convert it to UTF-8; tried aa, ab, b",
  ],
  [new Uint8Array([0x1f, 0x8b]), "the file is compressed with gzip: unpack it; tried aa, ab, b"],
])("says what was tried on %j", async (content, reason) => {
  expect(await detect(content)).toEqual({ kind: "unknown", tried: ["aa", "ab", "b"], reason });
});

it("finds a format by its name, and lists the names otherwise", () => {
  expect(formatNamed("AB", formats)).toBe(formats[1]);
  expect(() => formatNamed("abb", formats)).toThrow('no transcript format is named "abb"');
});

it("has ids that can be typed, each once", () => {
  const ids = transcriptFormats.map(({ id }) => id);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(new Set(ids).size).toBe(ids.length);
});
