import { mkdir } from "node:fs/promises";
import { join } from "node:path";

/** A new folder for a scan's results, named after the moment, under `scans` in the home of runs. */
export async function newScanFolder(home: string, now = new Date()): Promise<string> {
  const scans = join(home, "scans");
  await mkdir(scans, { recursive: true });
  const stamp = now.toISOString().slice(0, 19).replaceAll(":", "-");
  for (let attempt = 1; ; attempt++) {
    const folder = join(scans, attempt === 1 ? stamp : `${stamp}-${attempt}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
      if (!isTaken) throw error;
    }
  }
}
