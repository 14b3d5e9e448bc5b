import { createHmac } from "node:crypto";

/** Characters of a digest: 132 bits, so that two texts that meet by chance are out of the question. */
const digestChars = 22;

/** HMAC-SHA-256 of texts, in base64url and cut to 132 bits (RFC 2104 allows half the hash and more). */
export function keyedDigest(secret: string | Uint8Array): (text: string) => string {
  return (text) =>
    createHmac("sha256", secret).update(text).digest("base64url").slice(0, digestChars);
}
