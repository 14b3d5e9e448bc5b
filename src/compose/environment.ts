import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where things are kept, and what child processes may see of the environment. */
export interface Places {
  /** Holds `runs/`; `TURNCOAT_HOME`, else `.turncoat` in the working folder. */
  readonly home: string;
  /** Holds what can be made anew: scores, vectors; `turncoat` under the same cache folder. */
  readonly cache: string;
  /** Holds the models; under `XDG_CACHE_HOME`, else the platform's cache folder. */
  readonly models: string;
  /** For child processes: search path, proxies, package index settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads the places from the process's environment. An empty variable counts as unset. */
export function placesFromEnvironment(environment = process.env): Places {
  const home = environment["TURNCOAT_HOME"] || ".turncoat";
  const cache = join(cacheFolder(environment), "turncoat");
  return {
    home: resolve(home),
    cache,
    models: join(cache, "models"),
    environment,
  };
}

function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = environment["XDG_CACHE_HOME"];
  if (chosen) return resolve(chosen);
  const local = environment["LOCALAPPDATA"];
  if (process.platform === "win32" && local) return local;
  return process.platform === "darwin"
    ? join(homedir(), "Library", "Caches")
    : join(homedir(), ".cache");
}
