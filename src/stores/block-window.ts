import { nextMarker, readBlock } from "./block-format.ts";

/** What a window reads from; a file handle is one. */
export interface BytesAt {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** A sound block of a file. */
export interface SoundBlock {
  /** Lent until the next block is read. */
  readonly content: Buffer;
  /** Bytes of the block with its header. */
  readonly bytes: number;
  /** Where it ends in the file. */
  readonly end: number;
}

/** A file's sound blocks, one by one. */
export interface BlockWindow {
  /** The next sound block, damaged bytes before it passed over; `null` at the end of the file. */
  next(): Promise<SoundBlock | null>;
  /** Bytes read so far; the file's length once `next` has given `null`. */
  readonly bytesRead: number;
}

/** Reads a file through a window of a chunk, or of one block where that is longer, however long the file is. */
export function blockWindow(file: BytesAt, chunkBytes = 1 << 20): BlockWindow {
  let held: Buffer = Buffer.alloc(0);
  let heldFrom = 0;
  let offset = 0;
  let isEnd = false;

  const readOn = async (wanted: number): Promise<void> => {
    const buffer = Buffer.allocUnsafe(Math.max(chunkBytes, wanted));
    const position = heldFrom + held.length;
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    isEnd = bytesRead === 0;
    held = Buffer.concat([held.subarray(offset), buffer.subarray(0, bytesRead)]);
    heldFrom += offset;
    offset = 0;
  };

  return {
    get bytesRead() {
      return heldFrom + held.length;
    },
    async next() {
      while (!isEnd || offset < held.length) {
        const reading = readBlock(held, offset);
        if (reading.kind === "block") {
          offset += reading.bytes;
          return { content: reading.content, bytes: reading.bytes, end: heldFrom + offset };
        }
        if (reading.kind === "unfinished" && !isEnd) await readOn(reading.wantedBytes);
        else offset = nextMarker(held, offset + 1);
      }
      return null;
    },
  };
}
