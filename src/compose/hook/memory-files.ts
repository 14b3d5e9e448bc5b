import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TurncoatError } from "../../core/index.ts";
import {
  type MemoryStore,
  type SessionMemory,
  sessionMemorySchema,
} from "../../integrations/index.ts";

/** Most bytes of a memory; a full one has some 200,000. */
const mostBytes = 4_000_000;
/** A holder keeps a lock for some milliseconds; one that is older was left by a process that ended. */
const staleMs = 10_000;
const waitMs = 20;
const mostTries = 500;

/** Memories as files of a folder, each replaced whole, one process at a time. */
export function memoryFiles(folder: string): MemoryStore {
  const pathOf = (key: string) => join(folder, `${key}.json`);
  return {
    read: (key) => readMemory(pathOf(key)),
    async update(key, change) {
      const path = pathOf(key);
      const lock = `${path}.lock`;
      await take(lock);
      try {
        await replaced(path, JSON.stringify(change(await readMemory(path))));
      } catch (error) {
        throw failure(path, error);
      } finally {
        await rm(lock, { force: true });
      }
    },
  };
}

async function readMemory(path: string): Promise<SessionMemory | null> {
  try {
    if ((await stat(path)).size > mostBytes) return null;
    const parsed = sessionMemorySchema.safeParse(JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    // None yet, or cut off by hand: what it held is read anew.
    return null;
  }
}

/** Whole or not at all, readable by its owner alone. */
async function replaced(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await writeFile(draft, text, { flag: "wx", mode: 0o600 });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function take(lock: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    try {
      await (await open(lock, "wx")).close();
      return;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw failure(lock, error);
    }
    await dropStale(lock);
    await sleep(waitMs);
  }
  throw failure(lock, new Error("another hook holds it"));
}

async function dropStale(lock: string): Promise<void> {
  const facts = await stat(lock).catch(() => null);
  if (facts === null || Date.now() - facts.mtimeMs < staleMs) return;
  // By another name first, so that of two that find it only one takes it away.
  const aside = `${lock}.${randomUUID()}.draft`;
  await rename(lock, aside).catch(() => undefined);
  await rm(aside, { force: true });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}

function failure(path: string, error: unknown): TurncoatError {
  const reason = error instanceof Error ? error.message : String(error);
  return new TurncoatError(`${path} cannot be kept: ${reason}`, {
    kind: "store",
    store: path,
    reason,
  });
}

/** Memories older than this are of sessions that have ended. */
const keptMs = 30 * 24 * 3_600_000;

/** Makes the folder, and takes away what is too old to be asked for again. */
export async function tidyMemories(folder: string, now: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  for (const name of names.filter((one) => /\.(?:json|draft|lock)$/.test(one))) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && now - facts.mtimeMs > keptMs) await rm(path, { force: true });
  }
}
