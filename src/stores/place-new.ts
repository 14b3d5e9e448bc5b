import { link, readFile } from "node:fs/promises";
import { writeNewFile } from "./durable-file.ts";
import { codeOf } from "./run-folder-error.ts";

/** What file systems without hard links (exFAT, some network shares) answer. */
const linkless = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/**
 * Gives a whole file a second name, unless that is taken; of several processes one succeeds.
 *
 * Without hard links it makes a copy, just as exclusive; but a process that stops half-way leaves a part.
 *
 * @param hardLink  the system's, or what stands in for a file system without them
 * @returns whether the name was free
 */
export async function placeNew(draft: string, path: string, hardLink = link): Promise<boolean> {
  try {
    await hardLink(draft, path).catch(async (error: unknown) => {
      if (!linkless.has(codeOf(error) ?? "")) throw error;
      await writeNewFile(path, await readFile(draft));
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
