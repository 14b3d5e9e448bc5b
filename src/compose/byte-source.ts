import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { ByteSource } from "../ports/index.ts";

/** Told how many bytes of the file on disk were read since the last call. */
export type OnBytes = (bytes: number) => void;

/**
 * A file as a source of bytes; a `.gz` file is read as what it holds.
 *
 * @param name  the file's name as people know it
 * @throws the file system's error when it cannot be opened
 */
export async function fileSource(
  path: string,
  { name, onBytes = () => undefined }: { readonly name: string; readonly onBytes?: OnBytes },
): Promise<ByteSource> {
  const { size } = await stat(path);
  return /\.gz$/i.test(path)
    ? gzipSource(path, { name: name.replace(/\.gz$/i, ""), size, onBytes })
    : plainSource(path, { name, size, onBytes });
}

interface Facts {
  readonly name: string;
  readonly size: number;
  readonly onBytes: OnBytes;
}

function plainSource(path: string, { name, size, onBytes }: Facts): ByteSource {
  return {
    name,
    size,
    async *stream(offset = 0) {
      for await (const chunk of createReadStream(path, { start: offset, highWaterMark: 1 << 18 })) {
        // Without an encoding a read stream gives buffers.
        const bytes = chunk as Buffer;
        onBytes(bytes.length);
        yield bytes;
      }
    },
    async read(offset, length) {
      await using handle = await open(path);
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    },
  };
}

/** Unpacked as it is read; places in it are reached by reading from the start. */
function gzipSource(path: string, { name, size, onBytes }: Facts): ByteSource {
  async function* stream(offset = 0): AsyncIterable<Uint8Array> {
    const packed = createReadStream(path);
    packed.on("data", (chunk) => onBytes(chunk.length));
    const unpacked = packed.pipe(createGunzip());
    packed.on("error", (error) => unpacked.destroy(error));
    let skip = offset;
    try {
      for await (const chunk of unpacked) {
        // Without an encoding an unpacked stream gives buffers.
        const bytes = chunk as Buffer;
        const rest = bytes.subarray(Math.min(skip, bytes.length));
        skip -= bytes.length - rest.length;
        if (rest.length > 0) yield rest;
      }
    } finally {
      packed.destroy();
    }
  }
  return {
    name,
    size,
    stream,
    async read(offset, length) {
      const parts: Uint8Array[] = [];
      let have = 0;
      for await (const bytes of stream(offset)) {
        parts.push(bytes.subarray(0, length - have));
        have += Math.min(bytes.length, length - have);
        if (have >= length) break;
      }
      return Buffer.concat(parts);
    },
  };
}
