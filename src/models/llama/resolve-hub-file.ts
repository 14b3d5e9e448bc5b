import { mkdir } from "node:fs/promises";
import { TurncoatError } from "../../core/index.ts";
import { loadEngine } from "./load-engine.ts";

/**
 * The local file of a model named by the engine's own URI, e.g. `hf:user/repository:Q8_0`; fetched into
 * a folder on first use. This contacts the host that the URI names, and nothing else here does.
 *
 * @throws TurncoatError `missing-engine` without the engine; `download` when the host does not answer or
 *   knows no such file
 */
export async function resolveHubFile(uri: string, folder: string): Promise<string> {
  const engine = await loadEngine();
  await mkdir(folder, { recursive: true });
  try {
    return await engine.resolveModelFile(uri, { directory: folder, cli: false });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TurncoatError(
      `${uri} could not be fetched (${reason}); check the name and the network, or download the file yourself and name its path`,
      { kind: "download", source: uri, reason },
      { cause },
    );
  }
}
