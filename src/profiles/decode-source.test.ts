import { expect, it } from "vitest";
import { decodeSource, maxSourceBytes } from "./decode-source.ts";

const bytes = (...values: number[]) => new Uint8Array(values);

it("reads UTF-8, with or without a byte order mark", () => {
  expect(decodeSource(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9), "a")).toEqual({
    kind: "decoded",
    text: "é",
  });
});

it("names the line and column of what is not UTF-8", () => {
  // Latin-1 for "a\nbé".
  expect(decodeSource(bytes(0x61, 0x0a, 0x62, 0xe9), "a.yaml")).toMatchObject({
    kind: "undecodable",
    issue: { file: "a.yaml", line: 2, column: 2, message: "is not UTF-8; save the file as UTF-8" },
  });
});

it("refuses control characters and lone surrogates where they stand", () => {
  expect(decodeSource("a: b\nc: \u0000", "a")).toMatchObject({
    issue: { line: 2, column: 4, message: "has the control character U+0000; remove it" },
  });
  expect(decodeSource("\ud800", "a")).toMatchObject({ issue: { line: 1, column: 1 } });
  expect(decodeSource("a: 😀\tb\r\n", "a")).toMatchObject({ kind: "decoded" });
});

it("refuses a file over the limit and takes one at it", () => {
  const full = new Uint8Array(maxSourceBytes).fill(0x20);
  expect(decodeSource(full, "a").kind).toBe("decoded");
  expect(decodeSource(new Uint8Array(maxSourceBytes + 1), "a")).toMatchObject({
    issue: { message: "is over 1000000 bytes; split it into smaller files" },
  });
});
