import { hashWords } from "./content-hash.ts";

/** A vector with the content hash of its text. */
export interface HashedVector {
  readonly hash: Uint32Array;
  readonly vector: Float32Array;
  readonly isCut: boolean;
}

const headBytes = 4 * hashWords + 4;

/** Vectors as the content of one block: each its hash, whether its text was cut, its numbers; little-endian. */
export function vectorBlock(vectors: readonly HashedVector[], width: number): Buffer {
  const content = Buffer.alloc(vectors.length * (headBytes + 4 * width));
  let at = 0;
  for (const { hash, vector, isCut } of vectors) {
    for (let word = 0; word < hashWords; word++) at = content.writeUInt32LE(hash[word] ?? 0, at);
    at = content.writeUInt32LE(isCut ? 1 : 0, at);
    for (let index = 0; index < width; index++) at = content.writeFloatLE(vector[index] ?? 0, at);
  }
  return content;
}

/** Reads what {@link vectorBlock} wrote; `null` if it makes no sense. */
export function readVectorBlock(content: Buffer, width: number): HashedVector[] | null {
  const recordBytes = headBytes + 4 * width;
  if (content.length % recordBytes !== 0) return null;
  const vectors: HashedVector[] = [];
  for (let at = 0; at < content.length; at += recordBytes) {
    const hash = new Uint32Array(hashWords);
    for (let word = 0; word < hashWords; word++) hash[word] = content.readUInt32LE(at + 4 * word);
    const flag = content.readUInt32LE(at + 4 * hashWords);
    const vector = new Float32Array(width);
    for (let index = 0; index < width; index++) {
      vector[index] = content.readFloatLE(at + headBytes + 4 * index);
    }
    if (flag > 1 || !vector.every(Number.isFinite)) return null;
    vectors.push({ hash, vector, isCut: flag === 1 });
  }
  return vectors;
}
