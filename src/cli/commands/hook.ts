import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { programCommand, quoted, thisProgram } from "../../compose/hook/hook-command.ts";
import {
  type EditedFile,
  editSettingsFile,
  readSettingsFile,
  settingsPath,
} from "../../compose/hook/settings-file.ts";
import { loadCalibration } from "../../compose/load-calibration.ts";
import { loadProfile } from "../../compose/load-profile.ts";
import {
  hookEntries,
  installedEvents,
  installedSettings,
  uninstalledSettings,
} from "../../integrations/index.ts";
import type { CliEffects } from "../effects.ts";
import {
  checkedInstallFlags,
  checkedPlaceFlags,
  declareHookInstall,
  declareHookPlace,
  type HookInstallFlags,
  type HookPlaceFlags,
  hookSettings,
} from "../hook-flags.ts";
import { shownPath } from "../shown-path.ts";
import { addHookEvent } from "./hook-event.ts";

/** `turncoat hook`: a coding agent's own hooks. */
export function addHook(program: Command, effects: CliEffects): void {
  const hook = program
    .command("hook")
    .description("carry a belief through a coding agent's session, by its own hooks");
  addHookEvent(hook, effects);
  declareHookInstall(hook).action(async (raw) => {
    await install(checkedInstallFlags(raw), effects);
  });
  declareHookPlace(hook, "uninstall", "take out of the settings what install put there").action(
    async (raw) => {
      const path = pathOf(checkedPlaceFlags(raw), effects);
      const edited = await editSettingsFile(path, uninstalledSettings);
      const shown = shownPath(path, effects.cwd);
      effects.out(edited.isChanged ? `took the hook out of ${shown}` : `no hook in ${shown}`);
    },
  );
  declareHookPlace(hook, "status", "say which events the settings have the hook for").action(
    async (raw) => {
      const path = pathOf(checkedPlaceFlags(raw), effects);
      const events = installedEvents(await readSettingsFile(path));
      const shown = shownPath(path, effects.cwd);
      effects.out(
        events.length === 0 ? `no hook in ${shown}` : `hook in ${shown}: ${events.join(", ")}`,
      );
    },
  );
}

async function install(flags: HookInstallFlags, effects: CliEffects): Promise<void> {
  const path = pathOf(flags, effects);
  // What cannot be used should be told now, not in the middle of a session.
  await loadProfile(flags.profile);
  if (flags.calibration !== undefined) await loadCalibration(flags.calibration);
  const program = thisProgram(effects.env);
  const isShared = flags.scope === "project" && flags.settings === undefined;
  const words = [await programCommand(program, isShared), "hook claude-code", ...flagWords(flags)];
  const entries = hookEntries(hookSettings(flags));
  const command = words.join(" ");
  const edited = await editSettingsFile(path, (text) => installedSettings(text, entries, command));
  say(edited, { shown: shownPath(path, effects.cwd), command }, effects);
}

function say(
  { isChanged, backup }: EditedFile,
  { shown, command }: { readonly shown: string; readonly command: string },
  effects: CliEffects,
): void {
  if (!isChanged) {
    effects.out(`the hook is in ${shown} already`);
    return;
  }
  effects.out(`put the hook into ${shown}; sessions that start from now on have it`);
  effects.err(`it runs: ${command}`);
  if (backup !== null) effects.err(`as it was before: ${shownPath(backup, effects.cwd)}`);
  effects.err("take it out: turncoat hook uninstall, with the same --scope or --settings");
}

/** Flags that were given, as the hook is to get them; a file is named by its whole path, since hooks run anywhere. */
function flagWords(flags: HookInstallFlags): readonly string[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["--profile", flags.profile === "assistant" ? undefined : fileOrName(flags.profile)],
    ["--calibration", flags.calibration === undefined ? undefined : resolve(flags.calibration)],
    ["--detector", flags.detector?.join(",")],
    ["--turned-above", flags.turnedAbove?.toString()],
    ["--on-turned", flags.onTurned],
    ["--tools", flags.tools],
    ["--compact", flags.compact],
  ];
  return named.flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, quoted(value, process.platform)],
  );
}

function fileOrName(profile: string): string {
  return /[\\/]|\.ya?ml$/i.test(profile) ? resolve(profile) : profile;
}

function pathOf(
  { settings, scope }: HookPlaceFlags,
  effects: Pick<CliEffects, "cwd" | "env">,
): string {
  return settings === undefined ? settingsPath(scope, effects) : resolve(effects.cwd, settings);
}
