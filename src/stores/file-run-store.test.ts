import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runStoreContract } from "../../test/contracts/run-store.contract.ts";
import { openFileRunStore, type RunHeader } from "./index.ts";
import { journalLine } from "./journal-format.ts";
import { unlessAbsent } from "./run-folder-error.ts";

const header: RunHeader = { identity: { seed: 1, model: "a" }, environment: { cpu: "one" } };
let base = "";
let places = 0;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "turncoat-run-store-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

function newFolder(): string {
  return join(base, "home", "runs", `run-${places++}`);
}

/** Opens and closes a run, appending on the way; gives what was found on opening. */
async function visit(folder: string, keys: readonly string[] = [], visited = header) {
  const store = await openFileRunStore({ folder, header: visited });
  for (const key of keys) await store.append({ key, value: key });
  await store[Symbol.asyncDispose]();
  return { keys: store.finished.map(({ key }) => key), notices: store.notices };
}

runStoreContract("openFileRunStore", async () => {
  const folder = newFolder();
  return {
    open: () => openFileRunStore({ folder, header }),
    content: (name) => unlessAbsent(readFile(join(folder, name), "utf8")),
  };
});

it("leaves a header, a journal and nothing else", async () => {
  const folder = newFolder();
  await visit(folder, ["a"]);
  expect((await readdir(folder)).sort()).toEqual(["header.json", "journal.jsonl"]);
  expect(await readFile(join(folder, "header.json"), "utf8")).toBe(
    '{"environment":{"cpu":"one"},"identity":{"model":"a","seed":1}}\n',
  );
  expect(await readFile(join(folder, "journal.jsonl"), "utf8")).toBe(
    journalLine({ key: "a", value: "a" }),
  );
});

it("refuses the folder of another run and leaves it as it is", async () => {
  const folder = newFolder();
  await visit(folder, ["a"]);
  const other = { ...header, identity: { seed: 2, model: "b" } };
  await expect(visit(folder, ["b"], other)).rejects.toMatchObject({
    failure: { kind: "run-folder", path: join(folder, "header.json") },
    message: expect.stringContaining('identity.model is "a" there and "b" now'),
  });
  expect(await visit(folder)).toEqual({ keys: ["a"], notices: [] });
});

it("goes on in another environment and says so, keeping the first", async () => {
  const folder = newFolder();
  await visit(folder);
  for (let start = 0; start < 2; start++) {
    const { notices } = await visit(folder, [], { ...header, environment: { cpu: "two" } });
    expect(notices).toEqual([
      expect.stringContaining('environment.cpu is "one" there and "two" now'),
    ]);
  }
});

it("cuts off a torn last line, tells of it, and keeps its bytes", async () => {
  const folder = newFolder();
  const journal = join(folder, "journal.jsonl");
  await visit(folder, ["a", "b"]);
  const whole = await readFile(journal);
  for (const [index, torn] of ['{"crc":"0', "\0\0\0", "not a line\n"].entries()) {
    await writeFile(journal, Buffer.concat([whole, Buffer.from(torn)]));
    const { keys, notices } = await visit(folder);
    expect(keys).toEqual(["a", "b"]);
    expect(notices).toEqual([expect.stringContaining(`kept in journal.torn-${index + 1}`)]);
    expect(await readFile(join(folder, `journal.torn-${index + 1}`), "utf8")).toBe(torn);
    expect(await readFile(journal)).toEqual(whole);
  }
  await visit(folder, ["c"]);
  expect(await visit(folder)).toEqual({ keys: ["a", "b", "c"], notices: [] });
});

it("resumes from a journal cut at any byte, and the entries after it are whole", async () => {
  const folder = newFolder();
  const journal = join(folder, "journal.jsonl");
  await visit(folder, ["a", "b"]);
  const whole = await readFile(journal);
  for (let length = 0; length <= whole.length; length += 3) {
    await writeFile(journal, whole.subarray(0, length));
    const { keys } = await visit(folder, ["new"]);
    expect(["a", "b"].slice(0, keys.length)).toEqual(keys);
    expect((await visit(folder)).keys).toEqual([...keys, "new"]);
  }
});

it("refuses a journal damaged before its end, and frees the lock", async () => {
  const folder = newFolder();
  const journal = join(folder, "journal.jsonl");
  await visit(folder, ["a", "b", "c"]);
  const damaged = (await readFile(journal, "utf8")).replace('"b"', '"x"');
  await writeFile(journal, damaged);
  for (let start = 0; start < 2; start++) {
    await expect(visit(folder)).rejects.toMatchObject({
      failure: { kind: "run-folder", path: journal },
      message: expect.stringContaining("line 2 is damaged"),
    });
  }
  expect(await readFile(journal, "utf8")).toBe(damaged);
});

it("tells of a double key", async () => {
  const folder = newFolder();
  await visit(folder, ["a"]);
  const line = await readFile(join(folder, "journal.jsonl"), "utf8");
  await writeFile(join(folder, "journal.jsonl"), line + line);
  const { keys, notices } = await visit(folder);
  expect(keys).toEqual(["a"]);
  expect(notices).toEqual([expect.stringContaining("line 2")]);
});

it("refuses a folder that is somebody else's, is a file, or lies below one", async () => {
  const folder = newFolder();
  await mkdir(folder, { recursive: true });
  const file = join(folder, "notes.txt");
  await writeFile(file, "mine");
  const refusal = (reason: string) => ({
    failure: { kind: "run-folder", reason: expect.stringContaining(reason) },
  });
  await expect(visit(folder)).rejects.toMatchObject(refusal("holds notes.txt"));
  await expect(visit(file)).rejects.toMatchObject(refusal("is a file, not a folder"));
  await expect(visit(join(file, "a", "b"))).rejects.toMatchObject(refusal("is a file, not a"));
  expect(await readdir(folder)).toEqual(["notes.txt"]);
});

it.skipIf(!existsSync("/proc/self"))("gives up where no folder can be made", async () => {
  await expect(visit("/proc/turncoat/runs/a")).rejects.toMatchObject({
    failure: { kind: "run-folder", path: "/proc/turncoat/runs/a" },
  });
});

it("makes one home for two runs that start in it at the same time", async () => {
  const [first, second] = [join(base, "new", "runs", "a"), join(base, "new", "runs", "b")];
  const found = await Promise.all([visit(first, ["x"]), visit(second, ["y"])]);
  expect(found.map(({ notices }) => notices)).toEqual([[], []]);
  expect((await visit(second)).keys).toEqual(["y"]);
});

it("refuses a damaged header", async () => {
  const folder = newFolder();
  await visit(folder);
  await writeFile(join(folder, "header.json"), '{"identity":');
  await expect(visit(folder)).rejects.toMatchObject({ failure: { kind: "run-folder" } });
});

it("begins where an earlier start stopped before its header was whole", async () => {
  const folder = newFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".header.json.tmp"), '{"iden');
  expect(await visit(folder, ["a"])).toEqual({ keys: [], notices: [] });
});

it("says so when it may not write", async () => {
  // Permissions do not bind the superuser, but the kernel's own folders take no files from anybody.
  const asRoot = process.getuid?.() === 0 && existsSync("/sys/kernel");
  const folder = asRoot ? "/sys/kernel" : newFolder();
  if (!asRoot) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o500);
  }
  await expect(visit(folder)).rejects.toMatchObject({
    name: "TurncoatError",
    failure: { kind: "run-folder", path: folder },
  });
});

it("says so when a file beside the journal cannot be written, and leaves no draft", async () => {
  const folder = newFolder();
  const store = await openFileRunStore({ folder, header });
  await mkdir(join(folder, "report.html"));
  await expect(store.write("report.html", "<p>")).rejects.toMatchObject({
    failure: { kind: "run-folder", path: join(folder, "report.html") },
  });
  await store.append({ key: "a", value: 1 });
  await store[Symbol.asyncDispose]();
  expect((await readdir(folder)).sort()).toEqual(["header.json", "journal.jsonl", "report.html"]);
});

it("names the process that has the run open, and takes over from one that has ended", async () => {
  const folder = newFolder();
  const open = await openFileRunStore({ folder, header });
  await expect(visit(folder)).rejects.toMatchObject({
    failure: { kind: "run-locked", path: join(folder, "lock"), pid: process.pid },
  });
  const lock = JSON.parse(await readFile(join(folder, "lock"), "utf8"));
  await open[Symbol.asyncDispose]();

  const ended = spawnSync(process.execPath, ["--version"]).pid;
  await writeFile(join(folder, "lock"), JSON.stringify({ ...lock, pid: ended }));
  const { notices } = await visit(folder);
  expect(notices).toEqual([expect.stringContaining(`process ${ended} ended without closing`)]);
  expect(await visit(folder)).toEqual({ keys: [], notices: [] });
});
