import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scoreCacheContract } from "../../test/contracts/score-cache.contract.ts";
import type { TurnReading } from "../core/index.ts";
import { blockOf } from "./block-format.ts";
import { memoryScoreCache, openFileScoreCache } from "./index.ts";

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "turncoat-scores-"));
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = () => join(root, String(folders++), "scores");
const openIn = (folder: string) => openFileScoreCache({ folder, version: "exemplar 1" });

scoreCacheContract("a file", async () => {
  const folder = newFolder();
  return { open: () => openIn(folder) };
});
scoreCacheContract("memory", async () => {
  const kept = new Map<string, TurnReading>();
  return { open: async () => memoryScoreCache(kept) };
});

const text = "Fine. Go away. Fine.";
const scored = (score: number): TurnReading => {
  return { kind: "scored", score, quote: "Go away.", note: null };
};

/** A closed cache with so many blocks of one reading each. */
async function filled(blocks: number) {
  const folder = newFolder();
  const cache = await openIn(folder);
  for (let key = 0; key < blocks; key++) {
    cache.put(String(key), text, scored(key));
    await cache.flush();
  }
  await cache[Symbol.asyncDispose]();
  return { folder, path: cache.path };
}

/** Which keys a cache still has right; every other one must be absent. */
async function keysIn(folder: string, blocks: number) {
  await using cache = await openIn(folder);
  const kept: number[] = [];
  for (let key = 0; key < blocks; key++) {
    const reading = cache.get(String(key), text);
    if (reading === null) continue;
    expect(reading).toEqual(scored(key));
    kept.push(key);
  }
  return { kept, notices: cache.notices };
}

it("drops a torn end, tells of it once, and goes on behind it", async () => {
  const { folder, path } = await filled(3);
  const { size } = await stat(path);
  for (const cut of [1, 7, 20, 50]) {
    await truncate(path, size - cut);
    const { kept, notices } = await keysIn(folder, 3);
    expect(kept).toEqual([0, 1]);
    expect(notices).toEqual([expect.stringContaining("damaged bytes were passed over")]);
    expect((await keysIn(folder, 3)).notices).toEqual([]);
    const cache = await openIn(folder);
    cache.put("2", text, scored(2));
    await cache[Symbol.asyncDispose]();
    expect(await keysIn(folder, 3)).toEqual({ kept: [0, 1, 2], notices: [] });
  }
});

it("loses to damage no block but the one that is damaged", async () => {
  const { folder, path } = await filled(6);
  const sound = await readFile(path);
  const first = headerOf(sound);
  const block = (sound.length - first) / 6;
  const place = fc.record({ at: fc.nat({ max: sound.length - 1 }), bit: fc.nat({ max: 7 }) });
  await fc.assert(
    fc.asyncProperty(place, async ({ at, bit }) => {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      await writeFile(path, damaged);
      const { kept, notices } = await keysIn(folder, 6);
      const hit = Math.floor((at - first) / block);
      expect(kept).toEqual(hit < 0 ? [] : [0, 1, 2, 3, 4, 5].filter((key) => key !== hit));
      expect(notices).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

/** Bytes of the block that says what the file is of. */
function headerOf(file: Buffer): number {
  return 16 + file.readUInt32LE(4);
}

it("opens whatever stands in its file, and works from then on", async () => {
  const { folder, path } = await filled(2);
  const sound = await readFile(path);
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(fc.nat({ max: sound.length }), fc.uint8Array({ maxLength: 60 })).map(([at, bytes]) => {
      return Buffer.concat([sound.subarray(0, at), bytes, sound.subarray(at)]);
    }),
    fc.constantFrom(Buffer.alloc(5_000), Buffer.concat([sound, sound]), sound.subarray(4, 40)),
  );
  await fc.assert(
    fc.asyncProperty(garbage, async (bytes) => {
      await writeFile(path, bytes);
      const cache = await openIn(folder);
      for (const key of ["0", "1"]) {
        expect([null, Number(key)]).toContain(scoreOf(cache.get(key, text)));
      }
      cache.put("new", text, scored(7));
      await cache[Symbol.asyncDispose]();
      await using again = await openIn(folder);
      expect(again.get("new", text)).toEqual(scored(7));
    }),
    { numRuns: 60 },
  );
});

function scoreOf(reading: TurnReading | null): number | null {
  return reading?.kind === "scored" ? reading.score : null;
}

it("takes a block of right checksum and wrong content for damage", async () => {
  const { folder, path } = await filled(1);
  const lies = ["", "1234567", "\u0001\0\0\0\0\0\0\0", `\0\0\0\0\u0001\0\0\0\u0004\0\0\0ab`];
  for (const lie of lies) {
    await appendFile(path, blockOf(Buffer.from(lie, "latin1")));
    const { kept, notices } = await keysIn(folder, 1);
    expect(kept).toEqual([0]);
    expect(notices).toHaveLength(1);
  }
});

it("lets several writers append to one file at once", async () => {
  const folder = newFolder();
  const caches = await Promise.all([openIn(folder), openIn(folder), openIn(folder)]);
  for (let key = 0; key < 60; key++) {
    const cache = caches[key % 3];
    cache?.put(String(key), text, scored(key));
    if (key % 7 === 0) await cache?.flush();
  }
  await Promise.all(caches.map((cache) => cache[Symbol.asyncDispose]()));
  const { kept, notices } = await keysIn(folder, 60);
  expect(kept).toHaveLength(60);
  expect(notices).toEqual([]);
});

it("gives no quote from another text", async () => {
  await using cache = await openIn(newFolder());
  cache.put("key", text, scored(1));
  expect(cache.get("key", "Fine.")).toBeNull();
});

it("keeps a version's readings from every other version", async () => {
  const folder = newFolder();
  await using one = await openFileScoreCache({ folder, version: "exemplar 1" });
  one.put("key", text, scored(1));
  await one.flush();
  await using other = await openFileScoreCache({ folder, version: "exemplar 2" });
  expect(other.get("key", text)).toBeNull();
  expect(other.path).not.toBe(one.path);
});

it("takes about 36 bytes a turn on disk, however often a reason is repeated", async () => {
  const folder = newFolder();
  const cache = await openIn(folder);
  for (let key = 0; key < 10_000; key++) {
    const reason = `a reason of some length that ${key % 5} turns in a row have`;
    const reading = key % 2 === 0 ? scored(key) : ({ kind: "unscored", reason } as const);
    cache.put(`turn ${key}`, text, reading);
  }
  await cache[Symbol.asyncDispose]();
  const { size } = await stat(cache.path);
  expect(size / 10_000).toBeLessThan(37);
});

it("words a folder that cannot be made, before anything is scored", async () => {
  const file = join(root, "a-file");
  await writeFile(file, "");
  await expect(openIn(join(file, "scores"))).rejects.toMatchObject({
    failure: { kind: "run-folder" },
  });
});
