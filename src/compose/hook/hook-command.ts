import { access, constants, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** How this program was started. */
export interface ProgramFacts {
  readonly executable: string;
  /** Flags of the executable itself, e.g. of a loader. */
  readonly executableFlags: readonly string[];
  /** The script's path as it was given. */
  readonly script: string;
  readonly platform: NodeJS.Platform;
  /** The search path for programs. */
  readonly searchPath: string;
}

/** The facts of this process. */
export function thisProgram(env: Readonly<Record<string, string | undefined>>): ProgramFacts {
  return {
    executable: process.execPath,
    executableFlags: process.execArgv,
    script: process.argv[1] ?? "",
    platform: process.platform,
    searchPath: env["PATH"] ?? "",
  };
}

/**
 * The shell command that runs this program: its bare name where the search path leads here, so that it outlives
 * updates of Node and of itself; else by the paths of both, quoted.
 *
 * @param isShared  for settings that others have too: paths of this machine are of no use to them
 */
export async function programCommand(facts: ProgramFacts, isShared: boolean): Promise<string> {
  if (isShared || (await isOnPath(facts))) return "turncoat";
  const words = [facts.executable, ...facts.executableFlags, facts.script];
  return words.map((word) => quoted(word, facts.platform)).join(" ");
}

async function isOnPath({ script, searchPath, platform }: ProgramFacts): Promise<boolean> {
  // On Windows the search path leads to a wrapper, never to the script.
  if (platform === "win32") return false;
  const own = await realpath(script).catch(() => null);
  for (const folder of searchPath.split(delimiter).filter((one) => one !== "")) {
    const candidate = join(folder, "turncoat");
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    // The first of the name is the one that a shell runs.
    if (isThere) return own !== null && (await realpath(candidate)) === own;
  }
  return false;
}

/** One word for a shell, whatever it holds. */
export function quoted(word: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (platform === "win32") return `"${word.replaceAll('"', '\\"')}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
