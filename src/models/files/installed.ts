import { rm, rmdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ModelEntry, ModelFile, ModelPart } from "./catalogue.ts";
import { type CheckDepth, checkFile, stampPath } from "./check-file.ts";
import { badModelFile } from "./gguf.ts";
import { errorCode } from "./pull-failure.ts";

/** A pinned model as it stands on disk. */
export interface InstalledModel {
  readonly id: string;
  /** The folder that holds, or would hold, its files. */
  readonly path: string;
  /** All its files are there, right or not. */
  readonly present: boolean;
  /** All its files are there and are the pinned ones. */
  readonly verified: boolean;
  /** What its files take on disk now. */
  readonly bytes: number;
  /** One line for each file that is there and must not be used. */
  readonly problems: readonly string[];
}

/** Where a file of a model is kept: the models folder, then the model's id. */
export function modelFilePath(entry: ModelEntry, file: ModelFile, folder: string): string {
  return join(resolve(folder), entry.id, file.name);
}

/**
 * What is on disk of each model.
 *
 * @param depth  `full` hashes every file again, about a second for all of them
 * @throws TurncoatError `model-file` if a file cannot be read
 */
export async function listModels(
  entries: readonly ModelEntry[],
  folder: string,
  depth: CheckDepth = "stamp",
): Promise<InstalledModel[]> {
  const listed: InstalledModel[] = [];
  for (const entry of entries) listed.push(await installedModel(entry, folder, depth));
  return listed;
}

async function installedModel(
  entry: ModelEntry,
  folder: string,
  depth: CheckDepth,
): Promise<InstalledModel> {
  let present = true;
  let bytes = 0;
  const problems: string[] = [];
  for (const file of entry.files) {
    const path = modelFilePath(entry, file, folder);
    const state = await checkFile(file, path, depth);
    if (state.kind === "absent") present = false;
    else bytes += state.bytes;
    if (state.kind === "wrong") problems.push(`${path}: ${state.reason}`);
  }
  const verified = present && problems.length === 0;
  return {
    id: entry.id,
    path: join(resolve(folder), entry.id),
    present,
    verified,
    bytes,
    problems,
  };
}

/** Which file of which model, and where models are kept. */
export interface ModelPathRequest {
  readonly folder: string;
  readonly part?: ModelPart;
  /** Default `stamp`. */
  readonly depth?: CheckDepth;
}

/**
 * Path of a model's file, ready to be opened: checked, never a partial or a wrong one.
 *
 * @throws TurncoatError `model-file` if it is absent or not the pinned file, saying how to get it
 * @throws RangeError if the model has no such part
 */
export async function modelPath(
  entry: ModelEntry,
  { folder, part = "weights", depth = "stamp" }: ModelPathRequest,
): Promise<string> {
  const file = entry.files.find((candidate) => candidate.part === part);
  if (file === undefined) throw new RangeError(`model ${entry.id} has no ${part}`);
  const path = modelFilePath(entry, file, folder);
  const state = await checkFile(file, path, depth);
  const remedy = `run \`turncoat models pull ${entry.id}\``;
  switch (state.kind) {
    case "right":
      return path;
    case "absent":
      throw badModelFile(path, `it is not there; ${remedy}`);
    case "wrong":
      throw badModelFile(path, `${state.reason}; ${remedy} to replace it`);
  }
}

/**
 * Removes a model's files, and its folder unless something else lies in it.
 *
 * @returns bytes that were freed; 0 when nothing was there
 * @throws TurncoatError `model-file` if a file cannot be removed
 */
export async function removeModel(entry: ModelEntry, folder: string): Promise<number> {
  let freed = 0;
  for (const file of entry.files) {
    const path = modelFilePath(entry, file, folder);
    const state = await checkFile(file, path, "stamp");
    try {
      await rm(stampPath(path), { force: true });
      await rm(path, { force: true });
    } catch (error) {
      const code = errorCode(error);
      if (code === null) throw error;
      throw badModelFile(path, `it cannot be removed (${code})`, error);
    }
    if (state.kind !== "absent") freed += state.bytes;
  }
  // Fails where someone else's files lie in it, and they are not ours to remove.
  await rmdir(join(resolve(folder), entry.id)).catch(() => undefined);
  return freed;
}
