import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Calibration, calibrationSchema, invalidInput } from "../core/index.ts";

/** Most bytes of a calibration file; a real one has some thousand. */
const mostBytes = 1_000_000;

/**
 * Reads a calibration from its file, or from the run folder that holds one.
 *
 * @throws TurncoatError `invalid-input` with one `path: message` line an issue
 */
export async function loadCalibration(path: string): Promise<Calibration> {
  const file = await fileOf(path);
  const parsed = calibrationSchema.safeParse(await readJson(file));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path: place, message }) => `${file}: ${place.join(".") || "document"}: ${message}`,
  );
  throw invalidInput(
    `${file} is no calibration; "turncoat calibrate" and "turncoat probe --sessions" write one`,
    issues,
  );
}

async function fileOf(path: string): Promise<string> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw invalidInput(`there is no calibration at ${path}`);
  if (facts.size > mostBytes) {
    throw invalidInput(`${path} is too large for a calibration: ${facts.size} bytes`);
  }
  return facts.isDirectory() ? join(path, "calibration.json") : path;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`${file} cannot be read as JSON`, [`${file}: ${reason}`]);
  }
}
