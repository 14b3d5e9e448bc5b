import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A stream that passes bytes on and keeps count of them. */
export interface HashingStream {
  readonly stream: Transform;
  /** Lower-case hexadecimal sha256 of all that went through; call it once, at the end. */
  digest(): string;
}

/** @param onBytes  called with the bytes so far, after each piece */
export function hashingStream(onBytes: (bytes: number) => void = () => undefined): HashingStream {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      bytes += piece.length;
      onBytes(bytes);
      done(null, piece);
    },
  });
  return { stream, digest: () => hash.digest("hex") };
}

/** Lower-case hexadecimal sha256 of a file, read piece by piece. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest("hex");
}
