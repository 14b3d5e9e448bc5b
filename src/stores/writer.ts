import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";
import { codeOf } from "./run-folder-error.ts";

/** The form in which a {@link Writer} stands in a lock file. */
export const writerSchema = z.object({
  pid: z.int().min(1),
  host: z.string(),
  boot: z.string().nullable(),
  pidSpace: z.string().nullable(),
  startTicks: z.string().nullable(),
});

/**
 * A process that writes to a run folder, told apart from later ones with the same number.
 *
 * `boot` (the machine's start), `pidSpace` (the container's numbering of processes) and `startTicks`
 * (the process's start, in clock ticks after the machine's) are known on Linux, `null` elsewhere.
 */
export type Writer = Readonly<z.output<typeof writerSchema>>;

/** The process that asks. */
export async function thisWriter(): Promise<Writer> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => null);
  return {
    pid: process.pid,
    host: hostname(),
    boot: boot === null ? null : boot.trim(),
    pidSpace: await readlink("/proc/self/ns/pid").catch(() => null),
    startTicks: (await processStat(process.pid))?.startTicks ?? null,
  };
}

/**
 * Whether a writer has surely ended. A writer on another host, or in another container of this one,
 * cannot be seen from here and counts as alive.
 */
export async function isGone(writer: Writer, here: Writer): Promise<boolean> {
  if (writer.host !== here.host) return false;
  if (differ(writer.boot, here.boot)) return true;
  if (differ(writer.pidSpace, here.pidSpace)) return false;
  if (!hasProcess(writer.pid)) return true;
  const stat = await processStat(writer.pid);
  if (stat === null) return false;
  // A zombie answers to its number until its parent asks for it, which some containers never do.
  return stat.state === "Z" || stat.state === "X" || differ(writer.startTicks, stat.startTicks);
}

function differ(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && left !== right;
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that it is there and another user's.
    return codeOf(error) !== "ESRCH";
  }
}

/** `null` where the system has no `/proc` or the process has just ended. */
async function processStat(
  pid: number,
): Promise<{ readonly state: string; readonly startTicks: string } | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  // The second field, the program's name in brackets, may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // Fields 3 and 22 of proc_pid_stat(5).
  const [state, startTicks] = [fields[0], fields[19]];
  return state === undefined || startTicks === undefined ? null : { state, startTicks };
}
