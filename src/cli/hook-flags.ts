import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { defaultHookSettings, type HookSettings } from "../integrations/index.ts";
import { nameList, numberAbove, oneOf, parseFlags } from "./parse-flags.ts";

const behaviour = {
  profile: z.string().min(1),
  calibration: z.string().min(1).optional(),
  detector: nameList.optional(),
  turnedAbove: numberAbove(0, 0.999).optional(),
  onTurned: oneOf(["context", "block"]).optional(),
  tools: oneOf(["ask", "deny", "off"]).optional(),
  compact: oneOf(["off", "manual", "all"]).optional(),
};

const runFlags = z.strictObject({ ...behaviour, installed: z.string().optional() });
const placeFlags = {
  settings: z.string().min(1).optional(),
  scope: oneOf(["user", "project", "local"]),
};
const installFlags = z.strictObject({ ...behaviour, ...placeFlags });
const settingsFlags = z.strictObject(placeFlags);

/** Flags that say what a hook does, checked. */
export type HookFlags = z.output<typeof runFlags>;
/** Flags of `turncoat hook install`, checked. */
export type HookInstallFlags = z.output<typeof installFlags>;
/** Flags that say which settings are meant, checked. */
export type HookPlaceFlags = z.output<typeof settingsFlags>;

/** Declares `turncoat hook claude-code`. */
export function declareHookRun(hook: Command) {
  return hook
    .command("claude-code")
    .description("answer one hook event of Claude Code: JSON on stdin, JSON on stdout")
    .option("--profile <profile>", "what counts as off-profile", "assistant")
    .option("--calibration <path>", "a calibration.json, or the run folder that holds one")
    .option("--detector <names>", "detectors, with commas between (default: exemplar)")
    .option("--turned-above <p>", "probability from which on it counts as turned (default: 0.5)")
    .option("--on-turned <how>", "context for the next prompt, or block it once (default: context)")
    .option("--tools <how>", "ask, deny or off for tool calls while turned (default: ask)")
    .option(
      "--compact <which>",
      "compactions stopped while turned: off, manual, all (default: manual)",
    )
    .option("--installed <how>", "put there by install, which knows its entries by it");
}

/** Declares `turncoat hook install`. */
export function declareHookInstall(hook: Command) {
  return hook
    .command("install")
    .description("put the hook into Claude Code's settings; all else in them stays as it is")
    .option("--settings <file>", "the settings to edit, instead of a scope's")
    .option("--scope <scope>", "user, project, or local: this folder, for you", "local")
    .option("--profile <profile>", "what counts as off-profile", "assistant")
    .option("--calibration <path>", "a calibration.json, or the run folder that holds one")
    .option("--detector <names>", "detectors, with commas between (default: exemplar)")
    .option("--turned-above <p>", "probability from which on it counts as turned (default: 0.5)")
    .option("--on-turned <how>", "context for the next prompt, or block it once (default: context)")
    .option("--tools <how>", "ask, deny or off for tool calls while turned (default: ask)")
    .option(
      "--compact <which>",
      "compactions stopped while turned: off, manual, all (default: manual)",
    );
}

/** Declares a command that looks at settings. */
export function declareHookPlace(hook: Command, name: string, description: string) {
  return hook
    .command(name)
    .description(description)
    .option("--settings <file>", "the settings, instead of a scope's")
    .option("--scope <scope>", "user, project, or local: this folder, for you", "local");
}

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export const checkedHookFlags = (flags: z.input<typeof runFlags>): HookFlags =>
  parseFlags(runFlags, flags);

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export const checkedInstallFlags = (flags: z.input<typeof installFlags>): HookInstallFlags =>
  parseFlags(installFlags, flags);

/** @throws TurncoatError `invalid-input` with a line for each flag that cannot be used */
export const checkedPlaceFlags = (flags: z.input<typeof settingsFlags>): HookPlaceFlags =>
  parseFlags(settingsFlags, flags);

/** What checked flags ask a hook to do. */
export function hookSettings(
  flags: Pick<HookFlags, "turnedAbove" | "onTurned" | "tools" | "compact">,
): HookSettings {
  return {
    turnedAbove: flags.turnedAbove ?? defaultHookSettings.turnedAbove,
    onTurned: flags.onTurned ?? defaultHookSettings.onTurned,
    tools: flags.tools ?? defaultHookSettings.tools,
    compact: flags.compact ?? defaultHookSettings.compact,
  };
}
