import { type FileHandle, open, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "./durable-file.ts";
import type { Segment } from "./segment-files.ts";

/** The file of a log that is being written. One call at a time. */
export interface SegmentWriter {
  readonly segment: Segment;
  /** Bytes that are on the disk. */
  readonly syncedBytes: number;
  /** Resolves once the bytes are on the disk; after a failure the file takes no more, see `mend`. */
  append(bytes: Buffer): Promise<void>;
  /**
   * Cuts off what a failed append may have left and closes: what follows belongs into a new file, since after
   * a failed sync nobody knows which pages of this one are on the disk.
   */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** The part of an open file that is written through; what a failing disk is played with. */
export type SegmentFile = Pick<FileHandle, "appendFile" | "datasync" | "close">;

/** Opens a file for appending after its sound bytes; its name lasts from then on. */
export async function openSegmentWriter(
  segment: Segment,
  soundBytes: number,
  openFile: (path: string) => Promise<SegmentFile> = (path) => open(path, "a"),
): Promise<SegmentWriter> {
  const file = await openFile(segment.path);
  try {
    await syncFolder(dirname(segment.path));
  } catch (error) {
    await file.close();
    throw error;
  }
  let syncedBytes = soundBytes;
  return {
    segment,
    get syncedBytes() {
      return syncedBytes;
    },
    async append(bytes) {
      await file.appendFile(bytes);
      await file.datasync();
      syncedBytes += bytes.length;
    },
    async mend() {
      await truncate(segment.path, syncedBytes);
      await file.close();
    },
    close: () => file.close(),
  };
}
