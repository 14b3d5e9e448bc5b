import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { JournalEntry, RunStore } from "../ports/index.ts";
import { draftName, makeFolder, replaceFile } from "./durable-file.ts";
import { type JournalFile, mendJournalFile, openJournalFile } from "./journal-file.ts";
import { journalLine } from "./journal-format.ts";
import { newKeys } from "./new-keys.ts";
import { inRunFolder, readIfThere, runFolderError } from "./run-folder-error.ts";
import { headerText, matchHeader, parseHeader, type RunHeader } from "./run-header.ts";
import { checkedFileName, type RunLayout, runLayout } from "./run-layout.ts";
import { type RunLock, takeLock } from "./run-lock.ts";
import { serialQueue } from "./serial-queue.ts";
import { thisWriter, type Writer } from "./writer.ts";

/** What a run folder is opened with. */
export interface FileRunStoreOptions {
  /** Made, with its parents, if it is not there; see `runFolder`. */
  readonly folder: string;
  readonly header: RunHeader;
  /** Who the lock is taken for; this process if left out. */
  readonly writer?: Writer;
}

/**
 * Opens a run folder for writing, or makes one: `header.json`, `journal.jsonl` and whatever `write` puts
 * beside them. A run that was stopped, at any moment, goes on where it was.
 *
 * @throws TurncoatError `run-locked` if another process has it open; `run-folder` if the folder cannot be
 *   used, is another run's, or its journal is damaged elsewhere than at its end
 * @throws TypeError if the header is not plain JSON
 */
export async function openFileRunStore(options: FileRunStoreOptions): Promise<RunStore> {
  const layout = runLayout(resolve(options.folder));
  const header = { ...options.header };
  headerText(header);
  const writer = options.writer ?? (await thisWriter());
  return inRunFolder(layout.folder, async () => {
    await makeFolder(layout.folder);
    const lock = await takeLock(layout.lock, writer);
    try {
      const differences = await settleHeader(layout, header);
      const journal = await mendJournalFile(layout.journal);
      return fileRunStore(layout, {
        lock,
        file: await openJournalFile(layout.journal),
        finished: journal.entries,
        notices: [...lock.notices, ...differences, ...journal.notices],
      });
    } catch (error) {
      await lock.release();
      throw error;
    }
  });
}

/** Writes the header of a new run, or matches that of an old one; gives notices. */
async function settleHeader(layout: RunLayout, header: RunHeader): Promise<readonly string[]> {
  const text = (await readIfThere(layout.header))?.toString();
  if (text !== undefined)
    return matchHeader(parseHeader(text, layout.header), header, layout.header);
  const draft = draftName("header.json");
  const names = await readdir(layout.folder);
  const foreign = names.find((name) => !/^lock(\.|$)/.test(name) && name !== draft);
  if (foreign !== undefined) {
    throw runFolderError(
      layout.folder,
      `has no header.json but holds ${foreign}; take a new folder`,
    );
  }
  await replaceFile(layout.header, headerText(header));
  return [];
}

interface OpenedRun {
  readonly lock: RunLock;
  readonly file: JournalFile;
  readonly finished: readonly JournalEntry[];
  readonly notices: readonly string[];
}

function fileRunStore(layout: RunLayout, run: OpenedRun): RunStore {
  const inTurn = serialQueue();
  const takeKey = newKeys(run.finished);
  let closing: Promise<void> | null = null;

  function refuseIfClosed() {
    if (closing !== null) throw new TypeError(`the run store of ${layout.folder} is closed`);
  }

  return {
    location: layout.folder,
    finished: run.finished,
    notices: run.notices,
    async append(entry) {
      refuseIfClosed();
      // Before the first wait: a value that the caller changes later is written as it was.
      const line = journalLine(entry);
      takeKey(entry.key);
      await inTurn(() => run.file.append(line));
    },
    async write(name, content) {
      refuseIfClosed();
      const path = join(layout.folder, checkedFileName(name));
      await inTurn(() => inRunFolder(path, () => replaceFile(path, content)));
    },
    async [Symbol.asyncDispose]() {
      closing ??= inTurn(async () => {
        try {
          await run.file.close();
        } finally {
          await inRunFolder(layout.lock, () => run.lock.release());
        }
      });
      await closing;
    },
  };
}
