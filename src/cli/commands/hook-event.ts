import type { Command } from "@commander-js/extra-typings";
import { placesFromEnvironment } from "../../compose/environment.ts";
import type { CliEffects } from "../effects.ts";
import { checkedHookFlags, declareHookRun, hookSettings } from "../hook-flags.ts";

/** `turncoat hook claude-code`. */
export function addHookEvent(hook: Command, effects: CliEffects): void {
  declareHookRun(hook).action(async (raw) => {
    await answer(raw, effects);
  });
}

/** Fails for flags alone: whatever else is wrong, the session that asks goes on. */
async function answer(
  raw: Parameters<typeof checkedHookFlags>[0],
  effects: CliEffects,
): Promise<void> {
  const flags = checkedHookFlags(raw);
  const input = await effects.readInput();
  if (input === null) {
    effects.err("turncoat hook: what came on stdin is too large");
    return;
  }
  const { output, notes } = await effects.hook({
    input,
    settings: hookSettings(flags),
    profile: flags.profile,
    calibration: flags.calibration ?? null,
    detectors: flags.detector ?? null,
    places: placesFromEnvironment(effects.env),
  });
  for (const note of notes) effects.err(`turncoat hook: ${note}`);
  if (output !== null) effects.out(JSON.stringify(output));
}
