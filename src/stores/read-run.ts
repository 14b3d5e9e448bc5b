import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { JournalEntry } from "../ports/index.ts";
import { readJournalFile } from "./journal-file.ts";
import { codeOf, inRunFolder, readIfThere, runFolderError } from "./run-folder-error.ts";
import { parseHeader, type RunHeader } from "./run-header.ts";
import { runLayout } from "./run-layout.ts";

/** A run folder as it stands. */
export interface StoredRun {
  readonly header: RunHeader;
  /** In the order of writing, each key once. */
  readonly entries: readonly JournalEntry[];
  /** Keys that stood twice, in words. */
  readonly notices: readonly string[];
  /** Whether the run has its `result.json`. */
  readonly finished: boolean;
}

/**
 * Reads a run folder and changes nothing, so it may be open in a writer: a line that is being written
 * does not count.
 *
 * @throws TurncoatError `run-folder` if it is not a run's or is damaged
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const layout = runLayout(resolve(folder));
  return inRunFolder(layout.folder, async () => {
    const text = (await readIfThere(layout.header))?.toString();
    if (text === undefined) {
      throw runFolderError(
        layout.folder,
        "has no header.json: it is not a run, or none that began",
      );
    }
    const header = parseHeader(text, layout.header);
    const { entries, notices } = await readJournalFile(layout.journal);
    return { header, entries, notices, finished: await isThere(layout.result) };
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}
