/** Reads little-endian values one after another, and never past the end. */
export interface ByteCursor {
  /** Bytes read so far. */
  position(): number;
  uint32(): number;
  /** A 64-bit whole number up to 2^53 - 1; larger ones fail, no file has such sizes. */
  uint64(): number;
  /** A 64-bit number of things that take at least so many bytes each; fails if they cannot fit. */
  count(leastBytesEach: number): number;
  /** UTF-8 text after its length in bytes (64 bits). */
  text(): string;
  skip(bytes: number): void;
  /** Throws the failure that the cursor was made with. */
  fail(reason: string): never;
}

/**
 * A cursor at the first byte.
 *
 * @param failure  makes the error that every method throws when the bytes do not allow the read
 */
export function byteCursor(bytes: Uint8Array, failure: (reason: string) => Error): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  let position = 0;
  const fail = (reason: string): never => {
    throw failure(reason);
  };
  const take = (size: number): number => {
    if (size > bytes.length - position) fail(`it is cut short after ${bytes.length} bytes`);
    const at = position;
    position += size;
    return at;
  };
  const uint64 = (): number => {
    const value = Number(view.getBigUint64(take(8), true));
    return Number.isSafeInteger(value) ? value : fail(`it holds the size ${value}`);
  };
  const count = (leastBytesEach: number): number => {
    const value = uint64();
    const left = bytes.length - position;
    return value * leastBytesEach <= left
      ? value
      : fail(`it is cut short after ${bytes.length} bytes`);
  };
  return {
    position: () => position,
    uint32: () => view.getUint32(take(4), true),
    uint64,
    count,
    text() {
      const size = count(1);
      const at = take(size);
      return decoder.decode(bytes.subarray(at, at + size));
    },
    skip(size) {
      take(size);
    },
    fail,
  };
}
