import { open, truncate } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { JournalEntry } from "../ports/index.ts";
import { syncFolder, writeNewFile } from "./durable-file.ts";
import { type JournalReading, readJournal } from "./journal-format.ts";
import { codeOf, readIfThere, reasonOf, runFolderError } from "./run-folder-error.ts";

/** The part of an open file that a journal writes through; what a failing disk is played with. */
export interface AppendFile {
  appendFile(text: string): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** A journal open for writing. One call at a time. */
export interface JournalFile {
  /** Resolves once the line is on the disk. @throws TurncoatError `run-folder` from the first failure on */
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Lines through one file; after a failed write it takes no more, as half a line may stand at the end. */
export function journalFile(path: string, file: AppendFile): JournalFile {
  let failed: string | null = null;
  return {
    async append(line) {
      if (failed !== null) {
        throw runFolderError(
          path,
          `takes no more entries since one could not be written: ${failed}`,
        );
      }
      try {
        await file.appendFile(line);
        await file.datasync();
      } catch (error) {
        failed = reasonOf(error);
        const advice =
          "what was finished before is kept; mend this and give the same command again";
        throw runFolderError(path, `could not write an entry: ${failed}; ${advice}`, error);
      }
    },
    close: () => file.close(),
  };
}

/** Opens a journal for appending; its name lasts from then on. */
export async function openJournalFile(path: string): Promise<JournalFile> {
  const file = await open(path, "a");
  await syncFolder(dirname(path));
  return journalFile(path, file);
}

/** Reads a journal file and changes nothing; one that is not there yet has no entries. */
export async function readJournalFile(path: string): Promise<JournalReading> {
  return readJournal(await journalBytes(path), path);
}

/**
 * Reads a journal file and cuts off a torn last line, whose bytes are kept beside it.
 *
 * @throws TurncoatError `run-folder` naming a damaged line that is not the last
 */
export async function mendJournalFile(
  path: string,
): Promise<{ readonly entries: readonly JournalEntry[]; readonly notices: readonly string[] }> {
  const bytes = await journalBytes(path);
  const { entries, notices, intactBytes } = readJournal(bytes, path);
  if (intactBytes === bytes.length) return { entries, notices };
  const torn = bytes.subarray(intactBytes);
  const kept = await keepTornBytes(dirname(path), torn);
  await truncate(path, intactBytes);
  const cut = `the last line of ${path} was torn: cut off, its ${torn.length} bytes kept in ${kept}`;
  return { entries, notices: [...notices, cut] };
}

async function journalBytes(path: string): Promise<Buffer> {
  return (await readIfThere(path)) ?? Buffer.alloc(0);
}

/** Keeps what is cut off a file beside it, under a name of its own. */
export async function keepTornBytes(folder: string, torn: Uint8Array): Promise<string> {
  for (let number = 1; ; number++) {
    const path = join(folder, `journal.torn-${number}`);
    try {
      await writeNewFile(path, torn);
      await syncFolder(folder);
      return basename(path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}
