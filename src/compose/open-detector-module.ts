import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { invalidInput } from "../core/index.ts";

/**
 * Imports a user's ES module: its code runs, which is what naming it asks for.
 *
 * @throws TurncoatError `invalid-input` if there is no such file, or it fails while it is loaded
 */
export async function openDetectorModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  const facts = await stat(file).catch(() => null);
  if (facts?.isFile() !== true) throw invalidInput(`there is no module at ${path}`);
  try {
    const exported: unknown = await import(pathToFileURL(file).href);
    return Object.fromEntries(Object.entries(exported ?? {}));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`the module ${path} cannot be loaded`, [`${path}: ${reason}`]);
  }
}
