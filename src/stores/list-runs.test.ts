import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listRuns, openFileRunStore, readRun, runFolder } from "./index.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-list-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const headerOf = (id: string) => ({ identity: { id }, environment: {} });

/** Makes a run that was started at a day of January 2026, and leaves it open. */
async function openRun(id: string, day: number) {
  const folder = runFolder(home, id);
  const store = await openFileRunStore({ folder, header: headerOf(id) });
  await store.append({ key: "a", value: 1 });
  await store.append({ key: "b", value: 2 });
  const at = new Date(Date.UTC(2026, 0, day));
  await utimes(join(folder, "header.json"), at, at);
  return store;
}

it("lists nothing where there is no home, or an empty one", async () => {
  expect(await listRuns(join(home, "none"))).toEqual([]);
  await mkdir(join(home, "runs"));
  expect(await listRuns(home)).toEqual([]);
});

it("lists runs newest first, with how far they came and who has them open", async () => {
  const old = await openRun("z-old", 1);
  await old.write("result.json", "{}");
  await old[Symbol.asyncDispose]();
  const open = await openRun("a-new", 2);
  await writeFile(join(open.location, "journal.jsonl"), '{"crc":"', { flag: "a" });
  const common = { kind: "run", entries: 2 };

  expect(await listRuns(home)).toEqual([
    {
      ...common,
      id: "a-new",
      folder: open.location,
      startedAt: "2026-01-02T00:00:00.000Z",
      header: headerOf("a-new"),
      finished: false,
      lockedBy: { pid: process.pid, host: expect.any(String) },
    },
    {
      ...common,
      id: "z-old",
      folder: old.location,
      startedAt: "2026-01-01T00:00:00.000Z",
      header: headerOf("z-old"),
      finished: true,
      lockedBy: null,
    },
  ]);
  await open[Symbol.asyncDispose]();
});

it("lists damaged runs with the reason", async () => {
  for (const [index, id] of ["good", "header", "journal"].entries()) {
    await (await openRun(id, index + 1))[Symbol.asyncDispose]();
  }
  await writeFile(join(runFolder(home, "header"), "header.json"), "{");
  await writeFile(join(runFolder(home, "journal"), "journal.jsonl"), "damaged\nworse\n");
  await mkdir(runFolder(home, "empty"));
  await writeFile(runFolder(home, "file"), "");

  const listed = await listRuns(home);
  const reasons = listed.map((run) => [run.id, run.kind === "damaged" ? run.reason : null]);
  expect(Object.fromEntries(reasons)).toEqual({
    good: null,
    header: expect.stringContaining("is not the header of a run"),
    journal: expect.stringContaining("line 1 is damaged"),
    empty: expect.stringContaining("has no header.json"),
    file: expect.stringContaining("is a file, not a folder"),
  });
});

it("refuses a home whose runs are a file", async () => {
  await writeFile(join(home, "runs"), "");
  await expect(listRuns(home)).rejects.toMatchObject({ failure: { kind: "run-folder" } });
});

it("reads one run without a lock", async () => {
  const store = await openRun("one", 1);
  expect(await readRun(store.location)).toEqual({
    header: headerOf("one"),
    entries: [
      { key: "a", value: 1 },
      { key: "b", value: 2 },
    ],
    notices: [],
    finished: false,
  });
  await store[Symbol.asyncDispose]();
});
