import { mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { actionLogContract, numbered } from "../../test/contracts/action-log.contract.ts";
import type { BatchLogOptions } from "./batch-log.ts";
import { listActionFiles, openFileActionLog } from "./file-action-log.ts";

let base = "";
let places = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "turncoat-actions-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const newFolder = () => join(base, `log-${places++}`);

actionLogContract("openFileActionLog", async () => {
  const folder = newFolder();
  return { open: () => openFileActionLog({ folder }) };
});
actionLogContract("openFileActionLog with small files", async () => {
  const folder = newFolder();
  return { open: () => openFileActionLog({ folder, segmentBytes: 500 }) };
});

async function visit(options: BatchLogOptions, names: readonly string[] = []) {
  await using log = await openFileActionLog(options);
  await Promise.all(names.map((name) => log.append(name, [numbered(name)])));
  return { notices: log.notices, log: await log.read("a"), conversations: log.conversations };
}

async function listedIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { conversation } of listActionFiles(folder)) names.push(conversation);
  return names;
}

it("begins a file a day and lists them in order", async () => {
  const folder = newFolder();
  await visit({ folder, now: () => new Date("2026-11-25T23:59:59Z") }, ["a", "b"]);
  await visit({ folder, now: () => new Date("2026-11-26T00:00:00Z") }, ["a", "c"]);
  expect((await readdir(folder)).sort()).toEqual([
    "actions-00000001-2026-11-25.jsonl",
    "actions-00000002-2026-11-26.jsonl",
  ]);
  expect(await listedIn(folder)).toEqual(["a", "b", "a", "c"]);
  expect(await visit({ folder })).toMatchObject({
    log: [numbered("a"), numbered("a")],
    conversations: 3,
  });
});

it("is refused to a second writer, and can be listed meanwhile", async () => {
  const folder = newFolder();
  await using log = await openFileActionLog({ folder });
  await log.append("a", [numbered(1)]);
  await expect(openFileActionLog({ folder })).rejects.toMatchObject({
    failure: { kind: "store", store: folder },
    message: expect.stringContaining(`it is open in process ${process.pid}`),
  });
  expect(await listedIn(folder)).toEqual(["a"]);
});

it("opens whatever byte its end was cut at, without what was not whole", async () => {
  const folder = newFolder();
  await visit({ folder }, ["a", "b", "a"]);
  const path = join(folder, (await readdir(folder)).find((name) => name.startsWith("act")) ?? "");
  const whole = await readFile(path);
  for (let length = 0; length < whole.length; length += 29) {
    await writeFile(path, whole.subarray(0, length));
    const found = await visit({ folder });
    const lines = whole.subarray(0, length).toString().split("\n");
    expect(await listedIn(folder)).toEqual(["a", "b", "a"].slice(0, lines.length - 1));
    expect(found.notices).toHaveLength(lines.at(-1) === "" ? 0 : 1);
    expect((await visit({ folder }, ["a"])).notices).toEqual([]);
  }
});

it("refuses a file that is damaged before its end, and takes a torn write of many lines as torn", async () => {
  const folder = newFolder();
  await visit({ folder }, ["a"]);
  await visit({ folder }, ["b"]);
  const path = join(folder, (await readdir(folder)).find((name) => name.startsWith("act")) ?? "");
  const whole = await readFile(path, "utf8");
  await writeFile(path, whole.replace("guard a", "guard x"));
  await expect(visit({ folder })).rejects.toMatchObject({
    failure: { kind: "store" },
    message: expect.stringContaining("line 1 is damaged"),
  });
  await writeFile(path, whole);

  const together = newFolder();
  const log = await openFileActionLog({ folder: together });
  await log.append("a", [numbered(0)]);
  await Promise.all(["b", "c", "d"].map((name) => log.append(name, [numbered(name)])));
  await log[Symbol.asyncDispose]();
  const file = join(together, (await readdir(together))[0] ?? "");
  // After a power cut the pages of one write may be there in part, in any order.
  await writeFile(file, (await readFile(file, "utf8")).replace("guard c", "guard x"));
  expect((await visit({ folder: together })).notices).toHaveLength(1);
  expect(await listedIn(together)).toEqual(["a", "b"]);
});

it("rejects what a full disk does not take, and goes on in a new file once there is room", async () => {
  const folder = newFolder();
  let isFull = false;
  const log = await openFileActionLog({
    folder,
    openFile: async (path) => {
      const file = await open(path, "a");
      return {
        async appendFile(data) {
          if (!isFull) return file.appendFile(data);
          // Half of it still fits.
          await file.appendFile(Buffer.from(data as Uint8Array).subarray(0, 40));
          throw Object.assign(new Error("full"), { code: "ENOSPC" });
        },
        datasync: () => file.datasync(),
        close: () => file.close(),
      };
    },
  });
  await log.append("a", [numbered(1)]);
  isFull = true;
  for (let round = 0; round < 2; round++) {
    await expect(log.append("a", [numbered("lost")])).rejects.toMatchObject({
      failure: { kind: "store", reason: "no space left on the device (ENOSPC)" },
    });
    expect(await log.check()).toContain("no space left");
  }
  expect(await log.read("a")).toEqual([numbered(1)]);
  isFull = false;
  await log.append("a", [numbered(2)]);
  expect(await log.check()).toBeNull();
  expect(await log.read("a")).toEqual([numbered(1), numbered(2)]);
  await log[Symbol.asyncDispose]();
  expect(await visit({ folder })).toMatchObject({
    log: [numbered(1), numbered(2)],
    notices: [],
  });
});

it("reads old conversations from the files, past what it holds in memory", async () => {
  const folder = newFolder();
  const names = Array.from({ length: 200 }, (_, index) => `c${index}`);
  await visit({ folder, segmentBytes: 4_000 }, names);
  await visit({ folder, segmentBytes: 4_000 }, names);
  await using log = await openFileActionLog({ folder });
  expect(log.conversations).toBe(200);
  for (const name of names) {
    expect(await log.read(name)).toEqual([numbered(name), numbered(name)]);
  }
});
