import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { invalidInput } from "../core/index.ts";

/** A file that may hold conversations. */
export interface ScanInput {
  readonly path: string;
  /** Its name for people and in results: as given, or under the folder as given; `/` between parts. */
  readonly name: string;
  /** Bytes on disk. */
  readonly size: number;
  /** Whether the user named the file itself; files found in a folder may be something else. */
  readonly isNamed: boolean;
}

/** Endings of files that may be logs of some tool; `.gz` may follow. */
const mayHoldLogs = /\.(?:jsonl|ndjson|json|eval|zip|csv)(?:\.gz)?$/i;
const neverEntered = new Set(["node_modules", ".git", ".venv"]);

/**
 * The files that paths stand for: files as they are, folders with all files in them whose ending may be a
 * log's, in order of their names. A folder beside a session file of the same name holds that session's side
 * files, which are no sessions of their own, and is left out.
 *
 * @throws TurncoatError `invalid-input` naming every path that is not there, or when nothing is left
 */
export async function scanInputs(paths: readonly string[]): Promise<readonly ScanInput[]> {
  const found: ScanInput[] = [];
  const missing: string[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const facts = await stat(path).catch(() => null);
    if (facts === null) missing.push(path);
    else if (facts.isDirectory()) await walk(path, path, { found, seen });
    else await add({ path, name: slashed(path), size: facts.size, isNamed: true }, { found, seen });
  }
  if (missing.length > 0) {
    throw invalidInput(
      `there is no file or folder ${missing.join(", ")}`,
      missing.map((path) => `${path}: no such file or folder`),
    );
  }
  if (found.length === 0) {
    throw invalidInput(
      `no file in ${paths.join(", ")} can be a log; looked for .jsonl, .json, .eval, .zip and .csv, also with .gz`,
    );
  }
  return found;
}

interface Walk {
  readonly found: ScanInput[];
  /** Real paths, so that a link back up does not make a circle. */
  readonly seen: Set<string>;
}

async function walk(folder: string, root: string, state: Walk): Promise<void> {
  if (await isSeen(folder, state)) return;
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const names = new Set(entries.map(({ name }) => name));
  for (const { name } of entries) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    if (facts?.isDirectory()) {
      if (!neverEntered.has(name) && !names.has(`${name}.jsonl`)) await walk(path, root, state);
    } else if (facts?.isFile() && mayHoldLogs.test(name)) {
      const shown = slashed(join(root, relative(root, path)));
      await add({ path, name: shown, size: facts.size, isNamed: false }, state);
    }
  }
}

async function add(input: ScanInput, state: Walk): Promise<void> {
  if (!(await isSeen(input.path, state))) state.found.push(input);
}

async function isSeen(path: string, { seen }: Walk): Promise<boolean> {
  const real = await realpath(path);
  if (seen.has(real)) return true;
  seen.add(real);
  return false;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
