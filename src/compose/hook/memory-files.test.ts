import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { SessionMemory } from "../../integrations/index.ts";
import { memoryFiles, tidyMemories } from "./memory-files.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "turncoat-hooks-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

function withTurn(current: SessionMemory | null, turn: string): SessionMemory {
  const evidence = [...(current?.evidence ?? []), [turn, 1] as [string, number]];
  return { format: "turncoat/hook@1", askedAt: 1, standing: null, isTold: false, evidence };
}

it("loses no change of many that come at once", async () => {
  const path = await folder();
  // Each has a store of its own, as processes do; only the file system keeps them apart.
  await Promise.all(
    Array.from({ length: 12 }, (_, turn) =>
      memoryFiles(path).update("a", (current) => withTurn(current, `t${turn}`)),
    ),
  );
  const kept = await memoryFiles(path).read("a");
  expect(new Set(kept?.evidence.map(([key]) => key)).size).toBe(12);
  expect(await readdir(path)).toEqual(["a.json"]);
});

it("gets past the lock of a process that ended, and takes what is no memory for none", async () => {
  const path = await folder();
  const lock = join(path, "a.json.lock");
  await writeFile(lock, "");
  await utimes(lock, new Date(0), new Date(0));
  await writeFile(join(path, "a.json"), '{"format":"turncoat/hook@1","askedAt":');
  const store = memoryFiles(path);
  expect(await store.read("a")).toBeNull();
  await store.update("a", (current) => withTurn(current, "t"));
  expect((await store.read("a"))?.evidence).toEqual([["t", 1]]);
});

it("takes away what is a month old, and nothing else", async () => {
  const path = await folder();
  for (const name of ["old.json", "new.json", "secret"]) await writeFile(join(path, name), "");
  for (const name of ["old.json", "secret"]) await utimes(join(path, name), 1, 1);
  await tidyMemories(path, Date.now());
  expect((await readdir(path)).toSorted()).toEqual(["new.json", "secret"]);
});
