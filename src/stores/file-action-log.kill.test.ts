import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../math/index.ts";
import { openFileActionLog } from "./index.ts";

const script = fileURLToPath(
  new URL("../../test/contracts/append-actions-until-killed.ts", import.meta.url),
);
const rounds = 12;

/** Kills a writing process once it has told of so many entries; gives all that it told of. */
async function toldBeforeKill(folder: string, lines: number): Promise<string[]> {
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
  return told.split("\n").slice(0, -1);
}

it("has every append that resolved, in order, however often the writer is killed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "turncoat-actions-kill-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const random = seededRandom(20_261_125);
  for (let round = 0; round < rounds; round++) {
    const told = await toldBeforeKill(folder, 1 + Math.floor(random() * 120));
    await using log = await openFileActionLog({ folder });
    expect(log.notices[0]).toContain("ended without closing");
    for (let lane = 0; lane < 8; lane++) {
      const entries = await log.read(`lane-${lane}`);
      const numbers = entries.map((entry) =>
        entry.kind === "pinned" ? Number(entry.guard.split(" ")[0]) : null,
      );
      expect(numbers).toEqual(numbers.map((_, index) => index));
      const last = told.findLast((line) => line.startsWith(`lane-${lane} `))?.split(" ")[1];
      expect(numbers.length).toBeGreaterThan(Number(last ?? -1));
    }
  }
}, 240_000);
