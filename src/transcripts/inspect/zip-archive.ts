import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import type { ByteSource } from "../../ports/index.ts";
import { decodeUtf8 } from "../reading/utf8.ts";
import { decompressed } from "./decompress.ts";

/** What a member of an archive holds, or why that cannot be read. */
export type MemberContent =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  | { readonly kind: "problem"; readonly reason: string };

/** A ZIP archive whose directory was read; its members are read one at a time. */
export interface ZipArchive {
  /** Names in order of the directory; of members with the same name the last one counts, as in Python. */
  readonly names: readonly string[];
  /** Why the directory could not be read to its end; `null` if it could. */
  readonly problem: string | null;
  /** Throws only what the source throws. */
  read(name: string): Promise<MemberContent>;
}

/** Largest member that is read, in bytes: the longest text that the engine can hold. */
const maxMemberBytes = 0x1fff_ffe8;

/**
 * Reads the directory of a ZIP archive, also one of more than 4 GiB or 65,535 members. Damage is no
 * exception: an archive without a directory has no members and a problem. Throws only what the source
 * throws.
 */
export async function openZip(source: ByteSource): Promise<ZipArchive> {
  const reader = new SourceReader(source);
  const entries = new Map<string, Entry>();
  let file: ZipFile | null = null;
  let problem: string | null = null;
  try {
    file = await reader.guarded(() => open(reader, source.size));
    for await (const entry of guardedEntries(file, reader)) {
      entries.set(decodeUtf8(entry.fileNameRaw) ?? entry.fileNameRaw.toString("latin1"), entry);
    }
  } catch (error) {
    problem = `not a whole ZIP archive: ${reader.explain(error)}`;
  }
  return {
    names: [...entries.keys()],
    problem,
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined || file === null) {
        return { kind: "problem", reason: `there is no member ${name}` };
      }
      try {
        return { kind: "content", bytes: await contentOf(entry, { file, reader, source }) };
      } catch (error) {
        return { kind: "problem", reason: `the member ${name} ${reader.explain(error)}` };
      }
    },
  };
}

/** Names are decoded and sizes checked here: there one bad member would hide those after it. */
const open = (reader: SourceReader, size: number) =>
  fromRandomAccessReaderPromise(reader, size, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  });

async function* guardedEntries(file: ZipFile, reader: SourceReader): AsyncGenerator<Entry> {
  const entries = file.eachEntry();
  for (;;) {
    const next = await reader.guarded(() => entries.next());
    if (next.done === true) return;
    yield next.value;
  }
}

interface Opened {
  readonly file: ZipFile;
  readonly reader: SourceReader;
  readonly source: ByteSource;
}

async function contentOf(entry: Entry, { file, reader, source }: Opened): Promise<Uint8Array> {
  const { compressedSize, uncompressedSize: size, compressionMethod: method, crc32 } = entry;
  if (entry.isEncrypted()) throw new Error("is encrypted");
  if (Math.max(compressedSize, size) > maxMemberBytes) {
    throw new Error(`has ${size} bytes, more than ${maxMemberBytes}`);
  }
  const header = await reader.guarded(() =>
    file.readLocalFileHeaderPromise(entry, { minimal: true }),
  );
  const data = await reader.bytes(header.fileDataStart, compressedSize);
  if (data.length < compressedSize || header.fileDataStart + compressedSize > source.size) {
    throw new Error("ends after the file");
  }
  return decompressed(data, { method, size, crc32 });
}

/** The library's idea of a file, over a source of bytes; it can be given one in no other way. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;
  /** What the source threw: not damage of the archive, and not to be kept from the caller. */
  #failure: { readonly error: unknown } | null = null;
  /** Breaks off the operation under way. */
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
    this.bytes(position, length)
      .then((bytes) => {
        buffer.set(bytes, offset);
        callback(bytes.length < length ? new Error("it ends too early") : null);
      })
      // Also what the library throws while it takes damaged bytes apart: it has nobody else to tell.
      .catch((error: unknown) => this.#breakOff(error));
  }

  async bytes(position: number, length: number): Promise<Uint8Array> {
    try {
      return await this.#source.read(position, length);
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  /** What an operation of the library gives, one at a time; rejects also when it breaks in a callback. */
  guarded<Value>(operation: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#breakOff = reject;
      operation().then(resolve, reject);
    });
  }

  /** What is wrong with the archive, in words; throws what the source threw. */
  explain(error: unknown): string {
    if (this.#failure !== null) throw this.#failure.error;
    return error instanceof Error ? error.message : String(error);
  }
}
