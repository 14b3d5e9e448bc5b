import { once } from "node:events";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** Takes bytes, in order; what it resolves is written. The shell opens and closes the file. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** A ZIP archive that is written as its members come. */
export interface ZipStream {
  /** Compresses and writes a member; when it resolves, no more of it is held than a buffer or two. */
  add(name: string, text: string): Promise<void>;
  /** Writes the directory, without which the archive cannot be read. */
  end(): Promise<void>;
}

const stepBytes = 1 << 16;

/**
 * Starts an archive; members are deflated.
 *
 * @param mtime  the time that every member gets, so that the same members make the same bytes
 */
export function zipStream(write: WriteBytes, mtime: Date): ZipStream {
  const zip = new ZipFile();
  const written = (async () => {
    for await (const chunk of zip.outputStream) {
      await write(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    }
  })();
  // The library goes on writing for a while after the output has failed, which has been told by then.
  zip.outputStream.on("error", () => undefined);
  const failed = Promise.race([
    written.then(() => new Promise<never>(() => {})),
    once(zip, "error").then(([error]) => Promise.reject(error)),
  ]);
  // Whoever adds or ends hears of it.
  failed.catch(() => undefined);
  return {
    async add(name, text) {
      const input = Readable.from(pieces(Buffer.from(text)));
      const taken = once(input, "end");
      zip.addReadStream(input, name, { mtime });
      await Promise.race([taken, failed]);
    },
    async end() {
      zip.end();
      await Promise.race([written, failed]);
    },
  };
}

/** Small pieces, so that a slow disk holds back the compression. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += stepBytes) {
    yield bytes.subarray(start, start + stepBytes);
  }
}
