import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { promisify } from "node:util";

/** Threads used unless told otherwise: one core is left free, because the engine's threads spin. */
export function defaultThreads(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** The machine and the versions a run was made with; part of its header, not of its identity. */
export interface MachineFacts {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
  readonly turncoat: string;
  /** Commit of the folder the run was started in, or `null` outside a repository. */
  readonly gitCommit: string | null;
  /** Whether that folder had uncommitted changes; `null` outside a repository. */
  readonly gitDirty: boolean | null;
}

/** Looks at the machine; never fails. */
export async function machineFacts(): Promise<MachineFacts> {
  const commit = await git(["rev-parse", "HEAD"]);
  const changes = commit === null ? null : await git(["status", "--porcelain"]);
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    turncoat: packageVersion(),
    gitCommit: commit,
    gitDirty: changes === null ? null : changes !== "",
  };
}

/** Version of this package. */
export function packageVersion(): string {
  // The same relative place from src/compose and from dist/compose.
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  // package.json of this package always has a version.
  return (JSON.parse(text) as { version: string }).version;
}

async function git(args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", [...args], { timeout: 5_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}
