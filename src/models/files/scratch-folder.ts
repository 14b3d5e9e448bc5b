import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

const PREFIX = ".pull-";
/** No pull takes this long; what is older was left by a process that was killed. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * Does work in a folder of its own and removes the folder whatever happens.
 *
 * It lies in the models folder, so that a finished file can be renamed out of it in one step, and its
 * name is drawn at random, so that two processes never share one.
 */
export async function withScratchFolder<T>(
  folder: string,
  work: (scratch: string) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(folder, PREFIX));
  try {
    return await work(scratch);
  } finally {
    // Retries cover a killed pip whose last write lands while the folder goes.
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Removes scratch folders that a killed process left more than a day ago.
 *
 * @param now  milliseconds since 1970
 */
export async function removeStaleScratch(folder: string, now: number): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((candidate) => candidate.startsWith(PREFIX))) {
    const path = join(folder, name);
    // Another process may remove the same folder at the same time.
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (now - changed > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
