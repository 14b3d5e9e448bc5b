import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Size in bytes of the largest file anywhere below a folder; 0 when there is none.
 *
 * Stands for a download's progress: the growing file is by far the largest, and a copy of it beside
 * must not count twice. Files that vanish meanwhile are passed over.
 */
export async function largestFileBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return Math.max(0, ...(await Promise.all(sizes)));
}
