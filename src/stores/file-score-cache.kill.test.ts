import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { openFileScoreCache } from "./index.ts";

const script = fileURLToPath(new URL("../../test/contracts/put-until-killed.ts", import.meta.url));
const most = 700;

/** Runs a writer, killed once it has flushed so many; gives how many it told of. */
async function flushedBy(
  folder: string,
  { name, killAt }: { readonly name: string; readonly killAt: number },
): Promise<number> {
  const args = ["--import", "tsx", script, folder, name, String(most)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told += text;
    if (Number(told.trim().split("\n").at(-1)) >= killAt) child.kill("SIGKILL");
  });
  await once(child, "close");
  // What follows the last newline was cut by the kill itself.
  return Number(told.split("\n").at(-2) ?? 0);
}

it("has every flushed score of processes that write at once, some of them killed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "turncoat-kill-scores-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const writers = [
    { name: "one", killAt: 70 },
    { name: "two", killAt: Number.POSITIVE_INFINITY },
    { name: "three", killAt: 350 },
  ];
  const flushed = await Promise.all(writers.map((writer) => flushedBy(folder, writer)));
  expect(flushed[1]).toBe(most);
  await using cache = await openFileScoreCache({ folder, version: "kill" });
  for (const [index, { name }] of writers.entries()) {
    for (let count = 0; count < most; count++) {
      const reading = cache.get(`${name} ${count}`, `${name} ${count}`);
      const kept = { kind: "scored", score: count, quote: name, note: null };
      if (count < (flushed[index] ?? 0)) expect(reading).toEqual(kept);
      else if (reading !== null) expect(reading).toEqual(kept);
    }
  }
});
