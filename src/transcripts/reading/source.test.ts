import { expect, it } from "vitest";
import { bytesSource } from "./source.ts";

it("streams from an offset and reads in places", async () => {
  const source = bytesSource("a", "abcdef", 4);
  const chunks: string[] = [];
  for await (const chunk of source.stream(1)) chunks.push(new TextDecoder().decode(chunk));
  expect(chunks).toEqual(["bcde", "f"]);
  expect(source.size).toBe(6);
  const read = async (offset: number, length: number) =>
    new TextDecoder().decode(await source.read(offset, length));
  expect([await read(4, 9), await read(9, 1), await read(0, 2)]).toEqual(["ef", "", "ab"]);
});
