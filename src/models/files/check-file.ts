import type { Stats } from "node:fs";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import type { ModelFile } from "./catalogue.ts";
import { sha256OfFile } from "./file-hash.ts";
import { badModelFile } from "./gguf.ts";
import { errorCode } from "./pull-failure.ts";

/** What stands at the path of a pinned file. */
export type FileState =
  | { readonly kind: "absent" }
  | { readonly kind: "right"; readonly bytes: number }
  | { readonly kind: "wrong"; readonly bytes: number; readonly reason: string };

/** How closely to look: `stamp` trusts an earlier full look at the same untouched file. */
export type CheckDepth = "stamp" | "full";

/**
 * Whether a file is the pinned one.
 *
 * A full look hashes the file and leaves a stamp beside it, with its size and times. While those stay
 * the same the stamp answers at once: hashing 145 MB at each start would be felt. Content that rots
 * without touching the times is seen only by a `full` look.
 *
 * @throws TurncoatError `model-file` if the file cannot be read
 */
export async function checkFile(
  file: ModelFile,
  path: string,
  depth: CheckDepth,
): Promise<FileState> {
  try {
    const before = await statOrNull(path);
    if (before === null) return { kind: "absent" };
    const bytes = before.size;
    if (!before.isFile()) return { kind: "wrong", bytes, reason: "it is not a file" };
    if (bytes !== file.bytes) {
      return { kind: "wrong", bytes, reason: `it has ${bytes} bytes, not ${file.bytes}` };
    }
    const stamp = stampOf(file, before);
    if (depth === "stamp" && (await readStamp(path)) === stamp) return { kind: "right", bytes };
    const digest = await sha256OfFile(path);
    if (digest !== file.sha256) {
      return { kind: "wrong", bytes, reason: `it has sha256 ${digest}, not ${file.sha256}` };
    }
    await writeStamp(path, stamp);
    return { kind: "right", bytes };
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    throw badModelFile(path, `it cannot be read (${code})`, error);
  }
}

/** Where the stamp of a file lies. */
export function stampPath(path: string): string {
  return `${path}.verified`;
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

function stampOf({ sha256 }: ModelFile, { size, mtimeMs, ctimeMs }: Stats): string {
  return `${JSON.stringify({ sha256, size, mtimeMs, ctimeMs })}\n`;
}

async function readStamp(path: string): Promise<string | null> {
  return await readFile(stampPath(path), "utf8").catch(() => null);
}

/** A stamp saves time and nothing else, so a folder that cannot be written goes without. */
async function writeStamp(path: string, stamp: string): Promise<void> {
  const temporary = `${stampPath(path)}.${process.pid}`;
  try {
    await writeFile(temporary, stamp);
    await rename(temporary, stampPath(path));
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
