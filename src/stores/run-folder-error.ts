import { readFile } from "node:fs/promises";
import { TurncoatError } from "../core/index.ts";

const meanings: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "is a file, not a folder",
  EISDIR: "is a folder, not a file",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EIO: "the device reported an input/output error",
  ENAMETOOLONG: "the path is too long",
  EMFILE: "too many files are open",
};

/** A run folder that cannot be used, and what to do about it; the reason is a clause in lower case. */
export function runFolderError(path: string, reason: string, cause?: unknown): TurncoatError {
  const failure = { kind: "run-folder", path, reason } as const;
  return new TurncoatError(`cannot use ${path}: ${reason}`, failure, { cause });
}

/** The system's code of a failed file operation, such as `ENOENT`; `null` for any other error. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/** What a failed file operation means, in words that end with the system's code. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === null) return String(error);
  return `${meanings[code] ?? (error instanceof Error ? error.message : "failed")} (${code})`;
}

/**
 * Does file work and words its failures; errors that are no file operation's pass as they are.
 *
 * @throws TurncoatError `run-folder`
 */
export async function inRunFolder<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TurncoatError || codeOf(error) === null) throw error;
    throw runFolderError(path, reasonOf(error), error);
  }
}

/** The value, or `null` where the file or folder is not there; other failures pass. */
export async function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** A file's bytes, or `null` where there is none. @throws TurncoatError `run-folder` */
export async function readIfThere(path: string): Promise<Buffer | null> {
  return inRunFolder(path, () => unlessAbsent(readFile(path)));
}
