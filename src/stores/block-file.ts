import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { blockOf } from "./block-format.ts";
import { blockWindow } from "./block-window.ts";
import { makeFolder, syncFolder } from "./durable-file.ts";
import { inRunFolder, reasonOf, runFolderError } from "./run-folder-error.ts";

/** How a file of blocks is opened. */
export interface BlockFileOptions {
  readonly path: string;
  /** What the file is of, e.g. the version of a detector; a file of something else is begun anew. */
  readonly identity: string;
  /** Takes a block's content, in the order of writing; `false` if it makes no sense. The bytes are lent. */
  onBlock(content: Buffer): boolean;
}

/** A file that blocks are appended to. */
export interface BlockFile {
  /** What could not be read, in words; empty when nothing. */
  readonly notices: readonly string[];
  /** Bytes of sound blocks found on opening. */
  readonly soundBytes: number;
  /**
   * Appends a block in one step; one call at a time.
   *
   * @throws TurncoatError `run-folder` from the first failure on
   */
  append(content: Uint8Array): Promise<void>;
  /** Begins the file anew, with nothing in it. @throws TurncoatError `run-folder` */
  clear(): Promise<void>;
  /** Resolves once all that was appended is on the disk. @throws TurncoatError `run-folder` */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens an append-only file of checked blocks, made with its folder if it is not there.
 *
 * Several processes may append at once: each block is one write at the end of the file (`O_APPEND`), so blocks
 * stand whole beside each other, and none needs a lock. A process sees what was there when it opened. Damaged
 * bytes cost the blocks they lie in: reading goes on at the next sound block. A torn end is cut off, so that
 * it is told of once.
 *
 * @throws TurncoatError `run-folder` if the file cannot be read or written
 */
export async function openBlockFile(options: BlockFileOptions): Promise<BlockFile> {
  const { path } = options;
  return inRunFolder(path, async () => {
    await makeFolder(dirname(path));
    const file = await open(path, "a+");
    try {
      const reading = await readAll(file, options);
      const notices = await mend(file, reading, options);
      return { ...writerOf(file, options), notices, soundBytes: reading.soundBytes };
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

interface FileReading {
  readonly isOurs: boolean;
  readonly soundBytes: number;
  /** Where the last sound block ends. */
  readonly soundEnd: number;
  readonly fileBytes: number;
}

async function readAll(
  file: FileHandle,
  { identity, onBlock }: BlockFileOptions,
): Promise<FileReading> {
  const window = blockWindow(file);
  const first = await window.next();
  // The first sound block says what the file is of.
  const isOurs = first?.content.equals(identityContent(identity)) === true;
  let soundBytes = first?.bytes ?? 0;
  let soundEnd = first?.end ?? 0;
  for (let block = first; isOurs && block !== null; block = await window.next()) {
    // Two processes may both have begun the file.
    const isSound = block.content.equals(identityContent(identity)) || onBlock(block.content);
    if (isSound && block !== first) soundBytes += block.bytes;
    soundEnd = block.end;
  }
  return { isOurs, soundBytes, soundEnd, fileBytes: window.bytesRead };
}

/** Leaves a file that can be appended to, and says what was lost. */
async function mend(
  file: FileHandle,
  reading: FileReading,
  { path, identity }: BlockFileOptions,
): Promise<string[]> {
  if (!reading.isOurs) {
    await begin(file, identity);
    await syncFolder(dirname(path));
    const isNew = reading.fileBytes === 0;
    return isNew ? [] : [`${path} was damaged or of another version: it was begun anew`];
  }
  const { fileBytes, soundEnd, soundBytes } = reading;
  const lost = fileBytes - soundBytes;
  if (lost === 0) return [];
  // Another process may be writing just now what looks torn; then its bytes are left to it.
  const { size } = await file.stat();
  if (size === fileBytes && soundEnd < fileBytes) await file.truncate(soundEnd);
  return [`${path}: ${lost} damaged bytes were passed over; what they held is computed again`];
}

async function begin(file: FileHandle, identity: string): Promise<void> {
  await file.truncate(0);
  await file.appendFile(blockOf(identityContent(identity)));
}

function identityContent(identity: string): Buffer {
  return Buffer.from(`turncoat blocks 1\n${identity}`, "utf8");
}

function writerOf(file: FileHandle, { path, identity }: BlockFileOptions) {
  let failed: string | null = null;
  const attempt = async (work: () => Promise<void>) => {
    if (failed !== null) throw runFolderError(path, `takes nothing more: ${failed}`);
    try {
      await work();
    } catch (error) {
      failed = reasonOf(error);
      throw runFolderError(path, failed, error);
    }
  };
  return {
    append: (content: Uint8Array) =>
      attempt(async () => {
        const block = blockOf(content);
        const { bytesWritten } = await file.write(block, 0, block.length);
        // What stands there now is a torn block, which the next opening passes over.
        if (bytesWritten !== block.length) throw new Error("no space left on the device");
      }),
    clear: () => attempt(() => begin(file, identity)),
    sync: () => attempt(() => file.datasync()),
    close: () => file.close(),
  };
}
