import { join } from "node:path";
import { invalidInput } from "../core/index.ts";

/** Paths of a run's files that the store itself owns. */
export interface RunLayout {
  readonly folder: string;
  readonly header: string;
  readonly journal: string;
  /** Present once the run is finished. */
  readonly result: string;
  readonly lock: string;
}

/** Where a run folder keeps what. */
export function runLayout(folder: string): RunLayout {
  return {
    folder,
    header: join(folder, "header.json"),
    journal: join(folder, "journal.jsonl"),
    result: join(folder, "result.json"),
    lock: join(folder, "lock"),
  };
}

/** Where the runs of a home folder lie, one folder each. */
export function runsFolder(home: string): string {
  return join(home, "runs");
}

const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Folder of one run.
 *
 * @throws TurncoatError `invalid-input` for an id that could lead out of the runs folder
 */
export function runFolder(home: string, id: string): string {
  if (!safeName.test(id)) {
    const issue = `${JSON.stringify(id)} is no run id: use letters, digits, dots, - and _`;
    throw invalidInput(issue, [issue]);
  }
  return join(runsFolder(home), id);
}

/**
 * A name that a file beside the journal may have.
 *
 * @throws RangeError for a path, a hidden file, or a name that the store itself uses
 */
export function checkedFileName(name: string): string {
  const reserved = /^(header\.json|journal\..*|lock(\..*)?)$/i.test(name);
  if (reserved || !safeName.test(name)) {
    throw new RangeError(`a run cannot keep a file named ${JSON.stringify(name)}; take another`);
  }
  return name;
}
