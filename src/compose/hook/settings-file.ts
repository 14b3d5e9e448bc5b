import { randomUUID } from "node:crypto";
import {
  constants,
  copyFile,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { invalidInput } from "../../core/index.ts";
import type { SettingsEdit } from "../../integrations/index.ts";

/** Whose sessions: all of the user's, this project's for everybody who has it, or this project's here. */
export type SettingsScope = "user" | "project" | "local";

/** Where Claude Code looks for settings of a scope. */
export function settingsPath(
  scope: SettingsScope,
  {
    cwd,
    env,
  }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): string {
  switch (scope) {
    case "user":
      return join(env["CLAUDE_CONFIG_DIR"] || join(homedir(), ".claude"), "settings.json");
    case "project":
      return resolve(cwd, ".claude", "settings.json");
    case "local":
      return resolve(cwd, ".claude", "settings.local.json");
  }
}

/** What became of a file. */
export interface EditedFile {
  readonly isChanged: boolean;
  /** Where it stands as it was before the first edit; `null` where there was no file, or nothing was changed. */
  readonly backup: string | null;
}

/** Most bytes of settings that are read. */
const mostBytes = 4_000_000;

/**
 * The text of a settings file; empty where there is none.
 *
 * @throws TurncoatError `invalid-input` for one that cannot be read
 */
export async function readSettingsFile(path: string): Promise<string> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return "";
  if (!facts.isFile() || facts.size > mostBytes) {
    throw invalidInput(`${path} is no settings file of at most ${mostBytes} bytes`);
  }
  const bytes = await readFile(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalidInput(`${path} is not UTF-8; convert it, or name another file with --settings`);
  }
}

/**
 * Edits a settings file, whole or not at all. The first edit leaves a copy beside it.
 *
 * @throws TurncoatError `invalid-input` for a file that is not touched, with what to do
 */
export async function editSettingsFile(
  path: string,
  edit: (text: string) => SettingsEdit,
): Promise<EditedFile> {
  const before = await readSettingsFile(path);
  const edited = edit(before);
  switch (edited.kind) {
    case "refused":
      throw invalidInput(`${path} ${edited.reason}`);
    case "unchanged":
      return { isChanged: false, backup: null };
    case "edited": {
      // Where it is a link, what it points to is edited and the link stays.
      const file = await realpath(path).catch(() => path);
      const backup = before === "" ? null : await keptBackup(file);
      await placed(file, edited.text);
      return { isChanged: true, backup };
    }
  }
}

async function keptBackup(path: string): Promise<string> {
  const backup = `${path}.before-turncoat`;
  // The first one is what the user had; later ones would hold our own entries.
  await copyFile(path, backup, constants.COPYFILE_EXCL).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
  return backup;
}

async function placed(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const mode = (await stat(path).catch(() => null))?.mode ?? 0o600;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: "wx", mode: mode & 0o777 });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
