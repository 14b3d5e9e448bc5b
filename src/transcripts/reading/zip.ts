import { pipeline, Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import type { ByteSource } from "../../ports/index.ts";

/** A member of a ZIP archive, read as a file of its own; `null` and a reason if there is none to read. */
export type ZipMember =
  | { readonly kind: "member"; readonly source: ByteSource }
  | { readonly kind: "problem"; readonly reason: string };

/** What damage inside an archive throws when a member is read; what the archive's own source throws is another. */
export class ZipDamage extends Error {
  override readonly name = "ZipDamage";
}

/** Whether a file starts as a ZIP archive with a member does. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/**
 * The members of a ZIP archive whose names are wanted, in order of the directory, to be streamed: none is
 * held in memory. Stored and deflated ones are read; the check sum is compared at the end. Damage is a
 * `problem`, and a {@link ZipDamage} once a member is being read. Throws only what the source throws.
 */
export async function zipMembers(
  source: ByteSource,
  isWanted: (name: string) => boolean,
): Promise<readonly ZipMember[]> {
  const reader = new SourceReader(source);
  const members: ZipMember[] = [];
  try {
    const file = await reader.guarded(() =>
      fromRandomAccessReaderPromise(reader, source.size, {
        autoClose: false,
        validateEntrySizes: false,
      }),
    );
    const entries = file.eachEntry();
    for (;;) {
      const next = await reader.guarded(() => entries.next());
      if (next.done === true) break;
      const entry = next.value;
      if (!isWanted(entry.fileName)) continue;
      const start = await reader.guarded(() =>
        file.readLocalFileHeaderPromise(entry, { minimal: true }),
      );
      members.push(memberOf(source, entry, start.fileDataStart));
    }
  } catch (error) {
    reader.throwFailure();
    members.push(problem(`not a whole ZIP archive: ${textOf(error)}`));
  }
  return members;
}

const problem = (reason: string): ZipMember => ({ kind: "problem", reason });
const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function memberOf(source: ByteSource, entry: Entry, start: number): ZipMember {
  const { fileName: name, compressionMethod: method, compressedSize } = entry;
  if (entry.isEncrypted()) return problem(`the member ${name} is encrypted`);
  if (method !== 0 && method !== 8) {
    return problem(`the member ${name} is compressed by method ${method}; 0 and 8 are read`);
  }
  if (start + compressedSize > source.size) {
    return problem(`the member ${name} ends after the file`);
  }
  const stream = (offset = 0) => fromOffset(contentOf(source, entry, start), offset);
  return {
    kind: "member",
    source: {
      name,
      size: entry.uncompressedSize,
      stream,
      read: (offset, length) => firstBytes(stream(offset), length),
    },
  };
}

/** The bytes of a member, decompressed and checked. */
async function* contentOf(
  source: ByteSource,
  { fileName, compressionMethod, compressedSize, crc32: expected }: Entry,
  start: number,
): AsyncGenerator<Uint8Array> {
  const failure: { thrown: { readonly error: unknown } | null } = { thrown: null };
  const raw = upTo(source.stream(start), compressedSize, failure);
  let sum = 0;
  try {
    for await (const chunk of compressionMethod === 0 ? raw : inflated(raw)) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    if (failure.thrown !== null) throw failure.thrown.error;
    throw new ZipDamage(`the member ${fileName} is damaged: ${textOf(error)}`);
  }
  if (sum !== expected) throw new ZipDamage(`the member ${fileName} fails its check sum`);
}

async function* inflated(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw();
  // Errors come out of the loop below, which reads to the end.
  pipeline(Readable.from(raw), inflate, () => {});
  for await (const chunk of inflate) yield chunk;
}

async function* upTo(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
  failure: { thrown: { readonly error: unknown } | null },
): AsyncGenerator<Uint8Array> {
  let left = length;
  if (left === 0) return;
  try {
    for await (const chunk of chunks) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) return;
    }
  } catch (error) {
    failure.thrown = { error };
    throw error;
  }
}

async function* fromOffset(
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

async function firstBytes(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let size = 0;
  if (length > 0) {
    for await (const chunk of chunks) {
      held.push(chunk.subarray(0, length - size));
      size += chunk.length;
      if (size >= length) break;
    }
  }
  return new Uint8Array(Buffer.concat(held));
}

/** The library's idea of a file, over a source of bytes. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;
  /** What the source threw: not damage of the archive. */
  #failure: { readonly error: unknown } | null = null;
  #breakOff: (error: unknown) => void = () => undefined;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#source
      .read(position, length)
      .catch((error: unknown) => {
        this.#failure ??= { error };
        throw error;
      })
      .then((bytes) => {
        buffer.set(bytes, offset);
        callback(bytes.length < length ? new Error("it ends too early") : null);
      })
      // Also what the library throws in its callback over damaged bytes: it has nobody else to tell.
      .catch((error: unknown) => this.#breakOff(error));
  }

  /** One operation of the library at a time; rejects also when it breaks in a callback. */
  guarded<Value>(operation: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#breakOff = reject;
      operation().then(resolve, reject);
    });
  }

  throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}
