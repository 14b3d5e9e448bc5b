import { Command } from "@commander-js/extra-typings";
import { addHookEvent } from "./commands/hook-event.ts";
import type { CliEffects } from "./effects.ts";

/**
 * The command line with nothing but the hook of a coding agent. The others bring most of the package with them, which
 * would be loaded before every call of a tool.
 */
export function createHookProgram(effects: CliEffects): Command {
  const program = new Command("turncoat");
  program.option("--verbose", "print the stack with a failure").exitOverride();
  program.configureOutput({
    writeOut: (text) => effects.out(text.replace(/\n$/, "")),
    writeErr: (text) => effects.err(text.replace(/\n$/, "")),
    outputError: (text) => effects.err(text.trim()),
  });
  addHookEvent(program.command("hook"), effects);
  return program;
}
