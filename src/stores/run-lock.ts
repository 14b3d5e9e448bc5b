import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { TurncoatError } from "../core/index.ts";
import { syncFolder, writeNewFile } from "./durable-file.ts";
import { placeNew } from "./place-new.ts";
import { readIfThere } from "./run-folder-error.ts";
import { isGone, type Writer, writerSchema } from "./writer.ts";

const recordSchema = writerSchema.extend({ token: z.string().regex(/^[0-9a-f-]{36}$/) });
type LockRecord = z.output<typeof recordSchema>;

/** A lock that this process holds. */
export interface RunLock {
  /** Who was found dead with it, in words; empty when nobody. */
  readonly notices: readonly string[];
  /** Gives the lock back; does nothing if somebody has removed it by hand. */
  release(): Promise<void>;
}

/** Who has a run folder open. Both are `null` if the lock file cannot be read. */
export interface LockHolder {
  readonly pid: number | null;
  readonly host: string | null;
}

/**
 * Takes a lock file, or takes it over from a process that has ended.
 *
 * The file appears whole or not at all: it is written under another name and linked. A dead holder's
 * lock is replaced only by the process that holds the lock `lock.after-<token of the dead holder>`, taken
 * by this same function, and only if the dead holder's lock still stands then. So of several processes
 * that find a lock stale one replaces it, and none can mistake the new lock for the stale one.
 *
 * @throws TurncoatError `run-locked` if another process holds it or may hold it
 */
export async function takeLock(path: string, writer: Writer): Promise<RunLock> {
  const record = { ...writer, token: randomUUID() };
  const draft = join(dirname(path), `lock.new-${record.token}`);
  try {
    await writeNewFile(draft, JSON.stringify(record));
    const notices = await placeLock(path, draft, record);
    await syncFolder(dirname(path));
    return { notices, release: () => releaseLock(path, record.token) };
  } finally {
    await rm(draft, { force: true });
  }
}

/** Who holds a lock, as far as `here` can tell; `null` if nobody does. */
export async function lockHolder(path: string, here: Writer): Promise<LockHolder | null> {
  const found = await readLock(path);
  if (found === "unreadable") return { pid: null, host: null };
  if (found === null || (await isGone(found, here))) return null;
  return { pid: found.pid, host: found.host };
}

async function placeLock(path: string, draft: string, own: LockRecord): Promise<string[]> {
  for (;;) {
    if (await placeNew(draft, path)) return [];
    const found = await readLock(path);
    if (found === null) continue;
    if (found === "unreadable" || !(await isGone(found, own))) throw lockedBy(path, found);
    if (await replaceLock(path, draft, { own, stale: found })) {
      return [
        `process ${found.pid} ended without closing the run: its ${basename(path)} was taken over`,
      ];
    }
  }
}

/** Replaces a lock that was found stale, and says whether it still stood; private to the lock. */
export async function replaceLock(
  path: string,
  draft: string,
  { own, stale }: { readonly own: LockRecord; readonly stale: LockRecord },
): Promise<boolean> {
  const claim = await takeLock(join(dirname(path), `lock.after-${stale.token}`), own);
  try {
    const found = await readLock(path);
    if (found === null || found === "unreadable" || found.token !== stale.token) return false;
    await rename(draft, path);
    return true;
  } finally {
    await claim.release();
  }
}

async function releaseLock(path: string, token: string): Promise<void> {
  const found = await readLock(path);
  if (found === null || found === "unreadable" || found.token !== token) return;
  await rm(path, { force: true });
}

async function readLock(path: string): Promise<LockRecord | "unreadable" | null> {
  const text = (await readIfThere(path))?.toString();
  if (text === undefined) return null;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return "unreadable";
  }
}

function lockedBy(path: string, found: LockRecord | "unreadable"): TurncoatError {
  const holder =
    found === "unreadable"
      ? "an unknown process (its lock file cannot be read)"
      : `process ${found.pid} on ${found.host}`;
  const pid = found === "unreadable" ? null : found.pid;
  return new TurncoatError(
    `the run is open in ${holder}; wait for it, or, if it has surely ended, remove ${path}`,
    { kind: "run-locked", path, pid },
  );
}
