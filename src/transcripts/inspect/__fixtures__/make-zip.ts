import { crc32, deflateRawSync } from "node:zlib";

/** How the members of a made archive are compressed. */
export type Compression = "stored" | "deflate" | "zstandard";

/** A member of a made archive. */
export interface MadeMember {
  readonly name: string;
  readonly content: string;
  readonly compression?: Compression;
  /** Bytes of the compressed content, put in place of what they should be. */
  readonly data?: Uint8Array;
}

const methods = { stored: 0, deflate: 8, zstandard: 93 } as const;

/** A ZIP archive by the letter of APPNOTE 6.3.10: local headers, central directory, its end. */
export function makeZip(members: readonly MadeMember[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, compression = "deflate", data } of members) {
    const bytes = Buffer.from(content);
    const compressed = Buffer.from(data ?? compress(bytes, compression));
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(methods[compression], 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(compressed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const file = Buffer.from(name);
    parts.push(Buffer.from("PK\x03\x04"), common, file, compressed);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, file);
    offset += 4 + common.length + file.length + compressed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listing, Buffer.from("PK\x05\x06"), end]);
}

function compress(bytes: Buffer, compression: Compression): Uint8Array {
  if (compression === "stored") return bytes;
  if (compression === "deflate") return deflateRawSync(bytes);
  const half = Math.ceil(bytes.length / 2);
  return Buffer.concat([rawFrame(bytes.subarray(0, half)), rawFrame(bytes.subarray(half))]);
}

/** A Zstandard frame (RFC 8878) of blocks that are not compressed: there is no encoder at hand. */
function rawFrame(bytes: Uint8Array): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  const blocks: Buffer[] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += 0x10000) {
    const block = bytes.subarray(start, start + 0x10000);
    const isLast = start + 0x10000 >= bytes.length;
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    blocks.push(header, Buffer.from(block));
  }
  // Single segment, content size of four bytes, no checksum.
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, ...blocks]);
}

/** The log of a document as the members of an archive. */
export function evalMembers(log: Readonly<Record<string, unknown>>): MadeMember[] {
  const { samples, ...header } = log;
  const list: readonly unknown[] = Array.isArray(samples) ? samples : [];
  const { version, eval: spec, plan } = header;
  return [
    { name: "_journal/start.json", content: JSON.stringify({ version, eval: spec, plan }) },
    ...list.map((sample, place) => ({
      name: `samples/${place}_epoch_1.json`,
      content: JSON.stringify(sample),
    })),
    { name: "header.json", content: JSON.stringify(header) },
  ];
}
