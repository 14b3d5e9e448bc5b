import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const bin = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));
const loader = import.meta.resolve("tsx");

/** How a real `turncoat` process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Where and with what a process runs. */
export interface Setting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What comes on stdin; nothing by default. */
  readonly input?: string;
}

/** A process that was started, and its end. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "turncoat-e2e-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the command line as a process of its own, with no terminal and its runs in `cwd`. */
export function start(args: readonly string[], { cwd, env = {}, input }: Setting): Started {
  const { TURNCOAT_HOME: _home, NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  const child = spawn(process.execPath, ["--import", loader, bin, ...args], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // One that ends without reading has what it wanted.
  child.stdin.on("error", () => undefined).end(input ?? "");
  return watched(child);
}

/** A process with pipes for stdout and stderr, and what it will have written when it ends. */
export function watched(child: ChildProcessByStdio<Writable | null, Readable, Readable>): Started {
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, out, err }));
  return { child, ended };
}

/** Runs the command line to its end. */
export function turncoat(args: readonly string[], setting: Setting): Promise<Ended> {
  return start(args, setting).ended;
}
