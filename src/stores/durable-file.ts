import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { codeOf, unlessAbsent } from "./run-folder-error.ts";

/**
 * Makes a folder and its missing parents, to last through a power cut.
 *
 * Not with `recursive: true`, which in Node 20 never ends where the system refuses a folder with ENOENT,
 * as below `/proc`.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const parent = dirname(folder);
  await makeFolder(parent);
  try {
    await mkdir(folder);
  } catch (error) {
    // Another process may have been as quick.
    if (codeOf(error) !== "EEXIST" || !(await isFolder(folder))) throw error;
  }
  await syncFolder(parent);
}

async function isFolder(path: string): Promise<boolean> {
  return (await unlessAbsent(stat(path)))?.isDirectory() ?? false;
}

/** Makes the names in a folder last: a synced file can still lose its name without this. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folder as a file and keeps names in its own journal.
  if (process.platform === "win32") return;
  await withFile(folder, "r", (handle) => handle.sync());
}

/** Writes a file that must not exist yet, to the disk; its name lasts after {@link syncFolder}. */
export async function writeNewFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeSynced(path, "wx", content);
}

/**
 * Replaces a whole file in one step: a reader, or a start after a power cut, finds the old content or
 * the new, never a part. One call at a time for a path.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, draftName(basename(path)));
  try {
    await writeSynced(draft, "w", content);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}

/** Where a file's new content stands until it is whole. */
export function draftName(name: string): string {
  return `.${name}.tmp`;
}

async function writeSynced(path: string, flags: string, content: string | Uint8Array) {
  await withFile(path, flags, async (handle) => {
    await handle.writeFile(content);
    await handle.sync();
  });
}

async function withFile(path: string, flags: string, work: (handle: FileHandle) => Promise<void>) {
  const handle = await open(path, flags);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
