import { createHmac } from "node:crypto";

/** Bytes of a digest: 128 bits, so that two texts that meet by chance are out of the question. */
const digestBytes = 16;

/** HMAC-SHA-256 of texts, cut to 128 bits (RFC 2104 allows half the hash and more), in base64url: 22 characters. */
export function keyedDigest(secret: string | Uint8Array): (text: string) => string {
  // Cut as bytes: a string that is cut from another keeps the whole of it in memory.
  return (text) =>
    createHmac("sha256", secret).update(text).digest().toString("base64url", 0, digestBytes);
}
