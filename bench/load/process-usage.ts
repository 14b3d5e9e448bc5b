import { readFile } from "node:fs/promises";

/** What a process has used, from `/proc`. */
export interface Usage {
  /** Of all its threads, user and system, since its start. */
  readonly cpuSeconds: number;
  readonly residentMegabytes: number;
  /** Highest so far. */
  readonly peakMegabytes: number;
}

/** Ticks a second of `/proc` on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** @param pid  of a process on this machine */
export async function usageOf(pid: number): Promise<Usage> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  // The name in brackets may hold spaces; fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const megabytes = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    residentMegabytes: megabytes("VmRSS"),
    peakMegabytes: megabytes("VmHWM"),
  };
}
