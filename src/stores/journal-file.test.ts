import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { expect, it } from "vitest";
import { type AppendFile, journalFile } from "./journal-file.ts";

/** A disk that fails at one step with one code. */
function failingDisk(step: "appendFile" | "datasync", code: string) {
  const calls: string[] = [];
  const play = (name: string) => async () => {
    calls.push(name);
    if (name === step) throw Object.assign(new Error("disk"), { code });
  };
  const file: AppendFile = {
    appendFile: play("appendFile"),
    datasync: play("datasync"),
    close: play("close"),
  };
  return { file, calls };
}

it.each([
  ["appendFile", "ENOSPC", "no space left on the device"],
  ["datasync", "EIO", "input/output error"],
] as const)("refuses every later entry once %s fails with %s", async (step, code, words) => {
  const { file, calls } = failingDisk(step, code);
  const journal = journalFile("journal.jsonl", file);
  const failure = { kind: "run-folder", path: "journal.jsonl" };

  await expect(journal.append("1\n")).rejects.toMatchObject({ failure });
  const seen = [...calls];
  await expect(journal.append("2\n")).rejects.toThrow(words);
  await expect(journal.append("3\n")).rejects.toThrow("takes no more entries");
  expect(calls).toEqual(seen);
});

it.skipIf(!existsSync("/dev/full"))("words a really full disk", async () => {
  const journal = journalFile("/dev/full", await open("/dev/full", "a"));
  await expect(journal.append("1\n")).rejects.toThrow("no space left on the device (ENOSPC)");
  await journal.close();
});

it("syncs after each line, before it answers", async () => {
  const { file, calls } = failingDisk("datasync", "EIO");
  await expect(journalFile("j", file).append("1\n")).rejects.toThrow();
  expect(calls).toEqual(["appendFile", "datasync"]);
});
