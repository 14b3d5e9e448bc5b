import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Gives a finished file its final name in one step, after its bytes have reached the disk.
 *
 * Whoever looks sees the old state or the whole new file, also after a power cut. Both paths must lie
 * on the same file system.
 */
export async function placeFile(from: string, to: string): Promise<void> {
  await sync(from, "r+");
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  // Makes the rename itself durable. Windows cannot open folders and needs no such thing.
  await sync(dirname(to), "r").catch(() => undefined);
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
