import { z } from "zod";
import { canonicalJson } from "./plain-json.ts";
import { runFolderError } from "./run-folder-error.ts";

const partSchema = z.record(z.string(), z.unknown());
const headerSchema = z.strictObject({ identity: partSchema, environment: partSchema });

/** What a run is. Both parts are objects of plain JSON. */
export interface RunHeader {
  /** Everything that decides the outcome: a run with another identity is another run. */
  readonly identity: object;
  /** Where the run was first started (CPU, versions, git); it may change from start to start. */
  readonly environment: object;
}

/** Text of `header.json`: canonical JSON, so equal headers are equal files. */
export function headerText({ identity, environment }: RunHeader): string {
  return `${canonicalJson({ identity, environment })}\n`;
}

/**
 * Reads the text of a `header.json`.
 *
 * @throws TurncoatError `run-folder` if it is not one
 */
export function parseHeader(text: string, path: string): RunHeader {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw runFolderError(path, "is damaged: it is not the header of a run", error);
  }
}

/**
 * Checks that a folder's run is the one that is being started.
 *
 * @returns what differs in the environment, in words; empty when nothing
 * @throws TurncoatError `run-folder` naming the first field of the identity that differs
 */
export function matchHeader(stored: RunHeader, now: RunHeader, path: string): readonly string[] {
  const [first] = differences(stored.identity, asStored(now.identity), "identity");
  if (first !== undefined) {
    const reason = `belongs to another run: ${first}; take another folder or the first run's settings`;
    throw runFolderError(path, reason);
  }
  return differences(stored.environment, asStored(now.environment), "environment").map(
    (difference) => `${difference}: the first start's is kept in ${path}`,
  );
}

/** As it would come back from the file, so that only real differences count. */
function asStored(part: object): unknown {
  return JSON.parse(canonicalJson(part));
}

/** `field is X there and Y now` for each leaf that differs, sorted by key at each level. */
function differences(there: unknown, now: unknown, field: string): string[] {
  if (!isBranch(there) || !isBranch(now) || Array.isArray(there) !== Array.isArray(now)) {
    return shown(there) === shown(now)
      ? []
      : [`${field} is ${brief(there)} there and ${brief(now)} now`];
  }
  const [left, right] = [new Map(Object.entries(there)), new Map(Object.entries(now))];
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return keys.flatMap((key) => differences(left.get(key), right.get(key), `${field}.${key}`));
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** `undefined` stands for a field that is not there; no JSON text reads `absent`. */
function shown(value: unknown): string {
  return value === undefined ? "absent" : canonicalJson(value);
}

/** Long enough for a hash or a path, short enough for one line. */
const longestShown = 100;

function brief(value: unknown): string {
  const text = shown(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}
