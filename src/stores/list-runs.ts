import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { TurncoatError } from "../core/index.ts";
import { readRun } from "./read-run.ts";
import { inRunFolder, unlessAbsent } from "./run-folder-error.ts";
import type { RunHeader } from "./run-header.ts";
import { runLayout, runsFolder } from "./run-layout.ts";
import { type LockHolder, lockHolder } from "./run-lock.ts";
import { thisWriter, type Writer } from "./writer.ts";

interface Listed {
  /** Name of the run's folder. */
  readonly id: string;
  readonly folder: string;
  /** When the header was written; for a run without one, when the folder last changed. ISO 8601, UTC. */
  readonly startedAt: string;
}

/** A run of a home folder: what it is and how far it came, or why that cannot be said. */
export type ListedRun =
  | (Listed & {
      readonly kind: "run";
      readonly header: RunHeader;
      /** Whether it has its `result.json`. */
      readonly finished: boolean;
      /** Entries in its journal. */
      readonly entries: number;
      /** `null` if no living process has it open. */
      readonly lockedBy: LockHolder | null;
    })
  | (Listed & { readonly kind: "damaged"; readonly reason: string });

/**
 * The runs of a home folder, newest first, damaged ones among them. Reads each journal whole.
 *
 * @throws TurncoatError `run-folder` if the home's `runs` cannot be read
 */
export async function listRuns(home: string): Promise<readonly ListedRun[]> {
  const runs = runsFolder(resolve(home));
  const here = await thisWriter();
  const names = await inRunFolder(runs, async () => (await unlessAbsent(readdir(runs))) ?? []);
  const listed: ListedRun[] = [];
  for (const id of names.filter((name) => !name.startsWith("."))) {
    const folder = join(runs, id);
    const startedAt = await startOf(folder);
    // Nothing to list if it was removed in between.
    if (startedAt !== null) listed.push(await listedRun({ id, folder, startedAt }, here));
  }
  const isNewer = (left: ListedRun, right: ListedRun) =>
    left.startedAt === right.startedAt ? left.id > right.id : left.startedAt > right.startedAt;
  return listed.sort((left, right) => (isNewer(left, right) ? -1 : 1));
}

async function listedRun(listed: Listed, here: Writer): Promise<ListedRun> {
  try {
    const { header, entries, finished } = await readRun(listed.folder);
    const { lock } = runLayout(listed.folder);
    const lockedBy = await inRunFolder(lock, () => lockHolder(lock, here));
    return { ...listed, kind: "run", header, finished, entries: entries.length, lockedBy };
  } catch (error) {
    if (!(error instanceof TurncoatError)) throw error;
    return { ...listed, kind: "damaged", reason: error.message };
  }
}

async function startOf(folder: string): Promise<string | null> {
  const seen = await stat(runLayout(folder).header)
    .catch(() => stat(folder))
    .catch(() => null);
  return seen === null ? null : seen.mtime.toISOString();
}
