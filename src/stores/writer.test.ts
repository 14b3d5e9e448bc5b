import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { isGone, thisWriter } from "./writer.ts";

const here = await thisWriter();
const ended = spawnSync(process.execPath, ["--version"]).pid;
const onLinux = existsSync("/proc/self/stat");

it("knows itself as alive", async () => {
  expect(here.pid).toBe(process.pid);
  expect(await isGone(here, here)).toBe(false);
});

it("knows an ended process as gone", async () => {
  expect(await isGone({ ...here, pid: ended }, here)).toBe(true);
});

it("knows another process with the same number by its start", async () => {
  expect(await isGone({ ...here, startTicks: "1" }, here)).toBe(onLinux);
  expect(await isGone({ ...here, startTicks: null }, here)).toBe(false);
});

it("takes whoever ran before the machine's last start for gone", async () => {
  const now = { ...here, boot: "now" };
  expect(await isGone({ ...here, boot: "then" }, now)).toBe(true);
  expect(await isGone({ ...here, boot: null }, now)).toBe(false);
});

it("does not judge processes of another host or container", async () => {
  const gone = { ...here, pid: ended };
  expect(await isGone({ ...gone, host: `not-${here.host}` }, here)).toBe(false);
  expect(await isGone({ ...gone, pidSpace: "theirs" }, { ...here, pidSpace: "ours" })).toBe(false);
});
