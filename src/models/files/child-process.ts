import { spawn } from "node:child_process";

/** A program to run without a shell. */
export interface ChildCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** All the environment it gets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Kills it at once when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended. */
export type ChildEnd =
  | { readonly kind: "not-started"; readonly error: Error }
  /** `exitCode` is null when a signal ended it; `output` is the last of what it printed. */
  | { readonly kind: "ended"; readonly exitCode: number | null; readonly output: string };

/** Enough for any message, and no more than that of a program that prints without end. */
const KEPT_CHARACTERS = 65_536;

/**
 * Runs a program to its end and gathers what it prints, errors and output together.
 *
 * Never rejects: an abort shows as an end by a signal, and the caller looks at its signal.
 */
export function runChild({ program, args, environment, signal }: ChildCommand): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let output = "";
    const gather = (text: string): void => {
      output = (output + text).slice(-KEPT_CHARACTERS);
    };
    child.stdout.setEncoding("utf8").on("data", gather);
    child.stderr.setEncoding("utf8").on("data", gather);
    // Nothing of value is lost: all that it writes lies in a folder that is removed.
    const kill = (): void => void child.kill("SIGKILL");
    if (signal?.aborted) kill();
    signal?.addEventListener("abort", kill, { once: true });
    const finish = (end: ChildEnd): void => {
      signal?.removeEventListener("abort", kill);
      resolve(end);
    };
    child.once("error", (error) => finish({ kind: "not-started", error }));
    child.once("close", (exitCode) => finish({ kind: "ended", exitCode, output }));
    // A killed wrapper script may leave a grandchild that holds the pipes open, so `close` never comes.
    child.once("exit", (exitCode) => {
      if (signal?.aborted) finish({ kind: "ended", exitCode, output });
    });
  });
}
