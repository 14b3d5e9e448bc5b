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
  let failure: { readonly error: unknown } | null = null;
  /** Tells whoever waits; a promise that many wait for would keep a trace of each. */
  let tell: (error: unknown) => void = () => undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
    tell(failure.error);
  };
  const unlessFailed = (begin: (resolve: () => void) => void) =>
    new Promise<void>((resolve, reject) => {
      if (failure !== null) throw failure.error;
      tell = reject;
      begin(resolve);
    });
  const written = handedOn(zip, write);
  written.catch(fail);
  zip.on("error", fail);
  // The library goes on writing for a while after the output has failed, which has been told by then.
  zip.outputStream.on("error", () => undefined);
  return {
    add: (name, text) =>
      unlessFailed((resolve) => {
        zip.addReadStreamLazy(name, { mtime }, readOnce(new TextEncoder().encode(text), resolve));
      }),
    end: () =>
      unlessFailed((resolve) => {
        zip.end();
        written.then(resolve, fail);
      }),
  };
}

type Give = (error: unknown, input: Readable) => void;

/**
 * A way to the bytes of a member that can be gone once. The library keeps it to the end, so nothing but
 * these arguments may hang on it, and not them either once they were given. (The bytes come out of no pool
 * of Node's: the names of members, which are kept too, would keep the pool's blocks alive.)
 */
function readOnce(bytes: Uint8Array, done: () => void): (give: Give) => void {
  let held: { readonly bytes: Uint8Array; readonly done: () => void } | null = { bytes, done };
  return (give) => {
    if (held === null) return;
    const input = Readable.from(pieces(held.bytes));
    input.once("end", held.done);
    held = null;
    give(null, input);
  };
}

async function handedOn(zip: ZipFile, write: WriteBytes): Promise<void> {
  for await (const chunk of zip.outputStream) {
    await write(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  }
}

/** Small pieces, so that a slow disk holds back the compression. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += stepBytes) {
    yield bytes.subarray(start, start + stepBytes);
  }
}
