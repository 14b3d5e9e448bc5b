import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { Decompress } from "fzstd";

const inflate = promisify(inflateRaw);

/** Compression methods of ZIP that are read: stored, deflate and Zstandard (APPNOTE 4.4.5). */
const methods = { stored: 0, deflate: 8, zstandard: 93 } as const;

/** How a member of a ZIP lies in it, by the central directory. */
export interface CompressedMember {
  readonly method: number;
  /** Of the content, in bytes. */
  readonly size: number;
  /** CRC-32 of the content. */
  readonly crc32: number;
}

/**
 * The content of a member. A Zstandard member may hold several frames one after another.
 *
 * @throws Error if the data are damaged, longer or shorter than the directory says, or compressed in
 *   another way; the message says which
 */
export async function decompressed(
  data: Uint8Array,
  { method, size, crc32: expected }: CompressedMember,
): Promise<Uint8Array> {
  const content = await decoded(data, method, size);
  if (content.length !== size) {
    throw new Error(`has ${content.length} bytes where the directory says ${size}`);
  }
  if (crc32(content) !== expected) throw new Error("is damaged: its checksum differs");
  return content;
}

async function decoded(data: Uint8Array, method: number, size: number): Promise<Uint8Array> {
  switch (method) {
    case methods.stored:
      return data;
    case methods.deflate:
      // One byte more than there should be is enough to see that there is too much.
      return inflate(data, { maxOutputLength: size + 1 });
    case methods.zstandard:
      return unzstd(data, size);
    default:
      throw new Error(`is compressed by ZIP method ${method}, which is not read`);
  }
}

/** In steps, so that no window of the whole content is needed and a lie about its size is seen early. */
const stepBytes = 1 << 16;

function unzstd(data: Uint8Array, size: number): Uint8Array {
  const content = new Uint8Array(size);
  let length = 0;
  const decoder = new Decompress((chunk) => {
    if (length + chunk.length > size) throw new Error("has more bytes than the directory says");
    content.set(chunk, length);
    length += chunk.length;
  });
  for (let start = 0; start < data.length; start += stepBytes) {
    decoder.push(data.subarray(start, start + stepBytes), start + stepBytes >= data.length);
  }
  return content.subarray(0, length);
}
