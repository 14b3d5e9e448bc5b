import { crc32 } from "node:zlib";

/** Begins every block; bytes that no text and no block of zeros holds. */
const marker = Buffer.from([0xf1, 0x54, 0x43, 0xb0]);

/** Marker, length of the content, its checksum, and the checksum of these three. */
const blockHeaderBytes = 16;

/** Longest content of a block; a header that claims more is damaged. */
export const longestBlock = 1 << 24;

/** Content as it stands in the file. @throws RangeError if it is longer than {@link longestBlock} */
export function blockOf(content: Uint8Array): Buffer {
  if (content.length > longestBlock) {
    throw new RangeError(`a block holds ${longestBlock} bytes, not ${content.length}`);
  }
  const block = Buffer.allocUnsafe(blockHeaderBytes + content.length);
  marker.copy(block);
  block.writeUInt32LE(content.length, 4);
  block.writeUInt32LE(crc32(content), 8);
  block.writeUInt32LE(crc32(block.subarray(0, 12)), 12);
  block.set(content, blockHeaderBytes);
  return block;
}

/** What stands at a place: a block's content, its beginning only, or something else. */
export type BlockReading =
  | { readonly kind: "block"; readonly content: Buffer; readonly bytes: number }
  | { readonly kind: "unfinished"; readonly wantedBytes: number }
  | { readonly kind: "damaged" };

/** Reads the block that begins at an offset. */
export function readBlock(bytes: Buffer, offset: number): BlockReading {
  const held = bytes.length - offset;
  if (held < blockHeaderBytes) return { kind: "unfinished", wantedBytes: blockHeaderBytes };
  const header = bytes.subarray(offset, offset + blockHeaderBytes);
  const isHeader =
    header.subarray(0, 4).equals(marker) &&
    header.readUInt32LE(12) === crc32(header.subarray(0, 12));
  const length = header.readUInt32LE(4);
  if (!isHeader || length > longestBlock) return { kind: "damaged" };
  const wantedBytes = blockHeaderBytes + length;
  if (held < wantedBytes) return { kind: "unfinished", wantedBytes };
  const content = bytes.subarray(offset + blockHeaderBytes, offset + wantedBytes);
  if (header.readUInt32LE(8) !== crc32(content)) return { kind: "damaged" };
  return { kind: "block", content, bytes: wantedBytes };
}

/**
 * Where the next block may begin, at or after an offset. Where no marker is held, that is before the last
 * bytes, which may be the beginning of one.
 */
export function nextMarker(bytes: Buffer, offset: number): number {
  const found = bytes.indexOf(marker, offset);
  return found === -1 ? Math.max(offset, bytes.length - marker.length + 1) : found;
}
