import { CommanderError } from "commander";
import type { CliEffects } from "./effects.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { failureText } from "./failure-text.ts";
import { paintFor } from "./paint.ts";

/**
 * Runs one command line and says what the process ends with. Never throws: every failure becomes a line
 * on stderr.
 *
 * @param args  without the program's own name
 */
export async function runCli(args: readonly string[], effects: CliEffects): Promise<void> {
  let code: ExitCode = exitCodes.pass;
  const watched: CliEffects = {
    ...effects,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  try {
    const program = isHook(args)
      ? (await import("./create-hook-program.ts")).createHookProgram(watched)
      : (await import("./create-program.ts")).createProgram(watched);
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    code = error instanceof CommanderError ? usageCode(error) : reported(error, args, effects);
  }
  effects.exitWith(isHook(args) && code !== exitCodes.pass ? exitCodes.error : code);
}

/** A coding agent takes 2 of its hook for an order to stop, and goes on after any other. */
function isHook(args: readonly string[]): boolean {
  const [first, second] = args.filter((one) => !one.startsWith("-"));
  return first === "hook" && second === "claude-code";
}

/** Commander has said what was wrong by now; help and the version are no failures. */
function usageCode({ exitCode }: CommanderError): ExitCode {
  return exitCode === 0 ? exitCodes.pass : exitCodes.usage;
}

function reported(error: unknown, args: readonly string[], effects: CliEffects): ExitCode {
  const { lines, code } = failureText(error);
  const paint = paintFor(effects, "err");
  const [first = "", ...others] = lines;
  const isInterrupt = code === exitCodes.interrupted;
  effects.err(`${isInterrupt ? "turncoat:" : paint("red", "turncoat:")} ${first}`);
  for (const line of others) effects.err(line);
  if (args.includes("--verbose")) effects.err(paint("dim", stackOf(error)));
  return code;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
