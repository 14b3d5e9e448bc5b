import { hash } from "node:crypto";

/** 32-bit words of a content hash. */
export const hashWords = 4;

/**
 * First 128 bits of the SHA-256 of a text: two different texts share them with a probability that does not
 * count (1e-26 among two million), and nobody can make two that do.
 *
 * @param into  takes the hash, as {@link hashWords} words
 */
export function contentHash(text: string, into: Uint32Array): void {
  // As text of one byte a character, which costs half of what a buffer does.
  const bytes = hash("sha256", hashable(text), "binary");
  for (let word = 0; word < hashWords; word++) {
    const at = 4 * word;
    into[word] =
      (bytes.charCodeAt(at) |
        (bytes.charCodeAt(at + 1) << 8) |
        (bytes.charCodeAt(at + 2) << 16) |
        (bytes.charCodeAt(at + 3) << 24)) >>>
      0;
  }
}

const loneSurrogate = /\p{Surrogate}/u;

/** In UTF-8 all lone surrogates are alike; such texts go unit by unit, behind a byte that UTF-8 never has. */
function hashable(text: string): string | Buffer {
  if (!loneSurrogate.test(text)) return text;
  return Buffer.concat([Buffer.from([0xff]), Buffer.from(text, "utf16le")]);
}
