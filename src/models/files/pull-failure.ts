import { TurncoatError } from "../../core/index.ts";

/** A download that failed: what was being fetched, why it stopped, and what to do about it. */
export interface PullProblem {
  readonly source: string;
  readonly reason: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

/** The failure of kind `download`, with the remedy in its reason so that logs keep it too. */
export function pullFailure({ source, reason, remedy, cause }: PullProblem): TurncoatError {
  const whole = `${reason}; ${remedy}`;
  return new TurncoatError(
    `cannot pull ${source}: ${whole}`,
    { kind: "download", source, reason: whole },
    { cause },
  );
}

/** What a cancelled pull throws. */
export function cancelled(cause?: unknown): TurncoatError {
  return new TurncoatError("the pull was cancelled", { kind: "cancelled" }, { cause });
}

/** Error codes of the operating system that a person can mend, and how. */
const REMEDIES: ReadonlyMap<string, readonly [reason: string, remedy: string]> = new Map([
  ["ENOSPC", ["the disk is full", "free some space or choose a folder on another disk"]],
  ["EDQUOT", ["the disk quota is used up", "free some space or choose another folder"]],
  ["EACCES", ["it may not be written", "make the folder writable or choose another"]],
  ["EPERM", ["it may not be written", "make the folder writable or choose another"]],
  ["EROFS", ["the file system is read-only", "choose a folder that can be written"]],
  ["ENOTDIR", ["a part of its path is a file", "choose a folder whose path holds only folders"]],
  ["EISDIR", ["a folder stands where a file is needed", "remove it or choose another folder"]],
  ["EEXIST", ["a file stands where a folder is needed", "move it away or choose another folder"]],
]);

/**
 * What went wrong with a folder or file of ours, as a failure that says what to do.
 *
 * @param error  anything caught; a `TurncoatError` comes back as it is, and so does whatever carries no
 *               error code of the operating system, since that is a fault of the program
 */
export function fileProblem(error: unknown, source: string, folder: string): unknown {
  if (error instanceof TurncoatError) return error;
  const code = errorCode(error);
  if (code === null) return error;
  const [reason, remedy] = REMEDIES.get(code) ?? [
    `it failed with ${code}`,
    "see that the folder can be read and written",
  ];
  return pullFailure({ source, reason: `${folder}: ${reason}`, remedy, cause: error });
}

/** The operating system's code of an error, such as `ENOENT`; null when it carries none. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
