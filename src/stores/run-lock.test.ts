import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockHolder, replaceLock, takeLock } from "./run-lock.ts";
import { thisWriter } from "./writer.ts";

const here = await thisWriter();
const gone = { ...here, pid: spawnSync(process.execPath, ["--version"]).pid };
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lockPath = () => join(folder, "lock");

it("leaves nothing behind once released", async () => {
  const lock = await takeLock(lockPath(), here);
  expect(await readdir(folder)).toEqual(["lock"]);
  expect(await lockHolder(lockPath(), here)).toEqual({ pid: here.pid, host: here.host });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  expect(await lockHolder(lockPath(), here)).toBeNull();
});

it("lets exactly one of many in that find a lock stale at the same time", async () => {
  for (let round = 0; round < 20; round++) {
    await takeLock(lockPath(), gone);
    expect(await lockHolder(lockPath(), here)).toBeNull();
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, () => takeLock(lockPath(), here)),
    );
    const won = tries.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won.length).toBe(1);
    expect(won[0]?.notices.length).toBe(1);
    for (const result of tries) {
      if (result.status === "fulfilled") continue;
      expect(result.reason).toMatchObject({ failure: { kind: "run-locked", pid: here.pid } });
    }
    await won[0]?.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

it("leaves a lock alone that was taken over since it was found stale", async () => {
  await takeLock(lockPath(), gone);
  const stale = JSON.parse(await readFile(lockPath(), "utf8"));
  const lock = await takeLock(lockPath(), here);
  const taken = await readFile(lockPath(), "utf8");

  const draft = join(folder, "draft");
  await writeFile(draft, "late");
  expect(await replaceLock(lockPath(), draft, { own: stale, stale })).toBe(false);
  expect(await readFile(lockPath(), "utf8")).toBe(taken);
  await lock.release();
  expect(await replaceLock(lockPath(), draft, { own: stale, stale })).toBe(false);
  expect(await readdir(folder)).toEqual(["draft"]);
});

it("takes over from a process that ended while it was taking over", async () => {
  await takeLock(lockPath(), gone);
  const { token } = JSON.parse(await readFile(lockPath(), "utf8"));
  await takeLock(join(folder, `lock.after-${token}`), gone);
  const lock = await takeLock(lockPath(), here);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

it("is refused while a living process is taking over", async () => {
  await takeLock(lockPath(), gone);
  const { token } = JSON.parse(await readFile(lockPath(), "utf8"));
  await takeLock(join(folder, `lock.after-${token}`), here);
  await expect(takeLock(lockPath(), here)).rejects.toMatchObject({
    failure: { kind: "run-locked", pid: here.pid },
  });
});

it("does not touch the lock of a process on another host", async () => {
  await takeLock(lockPath(), { ...gone, host: "elsewhere" });
  await expect(takeLock(lockPath(), here)).rejects.toThrow("on elsewhere");
  expect(await lockHolder(lockPath(), here)).toEqual({ pid: gone.pid, host: "elsewhere" });
});

it.each(["", "{", "{}", '{"pid":-1}'])("does not guess at the lock file %j", async (text) => {
  await writeFile(lockPath(), text);
  await expect(takeLock(lockPath(), here)).rejects.toMatchObject({
    failure: { kind: "run-locked", pid: null },
    message: expect.stringContaining(`remove ${lockPath()}`),
  });
  expect(await lockHolder(lockPath(), here)).toEqual({ pid: null, host: null });
  expect(await readdir(folder)).toEqual(["lock"]);
});

it("releases no lock but its own", async () => {
  const lost = await takeLock(lockPath(), here);
  await rm(lockPath());
  const next = await takeLock(lockPath(), here);
  await lost.release();
  expect(await readdir(folder)).toEqual(["lock"]);
  await next.release();
});
