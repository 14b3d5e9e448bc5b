import type { ByteSource } from "../../ports/index.ts";

/**
 * A source that lies in memory: a member of an archive, or a test's fixture.
 *
 * @param name  the file's name as people know it
 * @param content  bytes, or text to encode as UTF-8
 * @param chunkBytes  how many bytes `stream` gives at a time, at least 1; 65,536 by default
 */
export function bytesSource(
  name: string,
  content: Uint8Array | string,
  chunkBytes = 65_536,
): ByteSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *stream(offset = 0) {
      for (let start = offset; start < bytes.length; start += chunkBytes) {
        yield bytes.subarray(start, Math.min(start + chunkBytes, bytes.length));
      }
    },
    read: async (offset, length) =>
      bytes.subarray(offset, Math.max(offset, Math.min(offset + length, bytes.length))),
  };
}
