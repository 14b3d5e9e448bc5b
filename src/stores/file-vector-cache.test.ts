import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFileVectorCache } from "./index.ts";

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "turncoat-vectors-"));
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = () => join(root, String(folders++));
const openIn = (folder: string, limit = 100) =>
  openFileVectorCache({ folder, embedder: "tiny:3", width: 3, limit });
const keptOf = (value: number) => {
  return { vector: Float32Array.of(value, 0.1, -0.3), isCut: value % 2 === 1 };
};

/** A closed cache that has kept so many vectors, each in a block of its own. */
async function filled(count: number, limit?: number) {
  const folder = newFolder();
  const cache = await openIn(folder, limit);
  for (let value = 0; value < count; value++) {
    cache.put(String(value), keptOf(value));
    await cache.flush();
  }
  await cache[Symbol.asyncDispose]();
  return { folder, path: cache.path };
}

async function valuesIn(folder: string, limit?: number) {
  await using cache = await openIn(folder, limit);
  const all = Array.from({ length: 40 }, (_, value) => value);
  const values = all.filter((value) => {
    const kept = cache.get(String(value));
    if (kept !== null) expect(kept).toEqual(keptOf(value));
    return kept !== null;
  });
  return { values, notices: cache.notices };
}

it("has bit for bit what was put, at once and after it was closed", async () => {
  const { folder } = await filled(4);
  expect(await valuesIn(folder)).toEqual({ values: [0, 1, 2, 3], notices: [] });
  await using cache = await openIn(folder);
  expect(cache.get("another")).toBeNull();
  cache.put("", keptOf(9));
  expect(cache.get("")).toEqual(keptOf(9));
});

it("takes no more than its limit, and makes room when it is opened again", async () => {
  const { folder, path } = await filled(12, 10);
  const { size } = await stat(path);
  expect(await valuesIn(folder, 10)).toEqual({ values: [5, 6, 7, 8, 9], notices: [] });
  expect((await stat(path)).size).toBeLessThan(size);
  expect(await valuesIn(folder, 10)).toEqual({ values: [5, 6, 7, 8, 9], notices: [] });
});

it("drops a torn end and tells of it once", async () => {
  const { folder, path } = await filled(3);
  await truncate(path, (await stat(path)).size - 5);
  expect(await valuesIn(folder)).toEqual({
    values: [0, 1],
    notices: [expect.stringContaining("damaged bytes were passed over")],
  });
  expect(await valuesIn(folder)).toEqual({ values: [0, 1], notices: [] });
});

it("gives nothing wrong out of a damaged file, and works from then on", async () => {
  const { folder, path } = await filled(3);
  const sound = await readFile(path);
  const damage = fc.record({
    at: fc.nat({ max: sound.length }),
    cut: fc.nat({ max: 40 }),
    added: fc.uint8Array({ maxLength: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, cut, added }) => {
      await writeFile(path, sound.subarray(0, at));
      await appendFile(path, Buffer.concat([added, sound.subarray(at + cut)]));
      await valuesIn(folder);
      const cache = await openIn(folder);
      cache.put("30", keptOf(30));
      await cache[Symbol.asyncDispose]();
      expect((await valuesIn(folder)).values).toContain(30);
    }),
    { numRuns: 40 },
  );
});

it("refuses a vector of another width, and keeps embedders apart", async () => {
  const folder = newFolder();
  await using cache = await openIn(folder);
  expect(() => cache.put("a", { vector: Float32Array.of(1), isCut: false })).toThrow(RangeError);
  cache.put("a", keptOf(1));
  await cache.flush();
  await using other = await openFileVectorCache({ folder, embedder: "tiny:3b", width: 3 });
  expect(other.get("a")).toBeNull();
});
