import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../math/index.ts";
import { openFileRunStore } from "./index.ts";

const script = fileURLToPath(
  new URL("../../test/contracts/append-until-killed.ts", import.meta.url),
);
const header = { identity: { test: "kill" }, environment: {} };
const rounds = 20;

/** Kills a writing process once it has told of so many entries; gives all that it told of. */
async function acknowledgedBeforeKill(folder: string, lines: number): Promise<number[]> {
  const child = spawn(process.execPath, ["--import", "tsx", script, folder], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told += text;
    if (told.split("\n").length > lines) child.kill("SIGKILL");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const [, signal] = await once(child, "close");
  expect({ signal, complaints }).toEqual({ signal: "SIGKILL", complaints: "" });
  // What follows the last newline was cut by the kill itself.
  return told.split("\n").slice(0, -1).map(Number);
}

it("has every acknowledged entry, in order, however often the writer is killed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "turncoat-kill-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const random = seededRandom(20_261_123);
  let before = 0;
  for (let round = 0; round < rounds; round++) {
    const lines = 1 + Math.floor(random() * 24);
    const told = await acknowledgedBeforeKill(folder, lines);
    const store = await openFileRunStore({ folder, header });
    const found = store.finished.map(({ key, value }) => [key, value]);
    await store[Symbol.asyncDispose]();

    expect(told.length).toBeGreaterThanOrEqual(lines);
    expect(told).toEqual(told.map((_, index) => before + index));
    expect(found.length).toBeGreaterThanOrEqual(before + told.length);
    for (const [index, [key, value]] of found.entries()) {
      expect(key).toBe(String(index));
      expect(value).toMatchObject({ index });
    }
    expect(store.notices[0]).toContain("ended without closing the run");
    before = found.length;
  }
}, 240_000);
