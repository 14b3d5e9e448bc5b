import { join } from "node:path";
import type { VectorCache } from "../ports/index.ts";
import { openBlockFile } from "./block-file.ts";
import { contentHash, hashWords } from "./content-hash.ts";
import { hashIndex } from "./hash-index.ts";
import { identityName } from "./identity-name.ts";
import { serialQueue } from "./serial-queue.ts";
import { type HashedVector, readVectorBlock, vectorBlock } from "./vector-block.ts";

/** Which cache is opened. */
export interface FileVectorCacheOptions {
  /** Where caches are kept; made if it is not there. */
  readonly folder: string;
  /** {@link VectorCache.embedder}; each has a file of its own. */
  readonly embedder: string;
  /** Length of its vectors. */
  readonly width: number;
  /** Most vectors that are kept, at least 2; default 10,000, which are 15 MB of MiniLM's. */
  readonly limit?: number;
}

/** A vector cache in a file. */
export interface FileVectorCache extends VectorCache {
  readonly path: string;
  /** What could not be read, in words; empty when nothing. */
  readonly notices: readonly string[];
}

const vectorsABlock = 1_000;

/**
 * A vector cache in one append-only file an embedder, all of it in memory. What is put once it is full is
 * forgotten; the next opening drops the older half. Texts are kept as 128 bits of SHA-256. Several processes
 * may share a file, and damage costs only the blocks it lies in, as with scores.
 *
 * @throws TurncoatError `run-folder` if the file cannot be read or written
 */
export async function openFileVectorCache(
  options: FileVectorCacheOptions,
): Promise<FileVectorCache> {
  const { folder, embedder, width, limit = 10_000 } = options;
  const path = join(folder, `vectors-${identityName(embedder)}.bin`);
  let found: HashedVector[] = [];
  const file = await openBlockFile({
    path,
    identity: `vectors ${width} ${embedder}`,
    onBlock(content) {
      const vectors = readVectorBlock(content, width);
      if (vectors !== null) found.push(...vectors);
      return vectors !== null;
    },
  });
  const index = hashIndex();
  const kept: HashedVector[] = [];
  const pending: HashedVector[] = [];
  const keep = (vector: HashedVector): boolean => {
    const number = index.add(vector.hash);
    if (number < kept.length) return false;
    kept.push(vector);
    return true;
  };
  if (found.length >= limit) {
    found = found.slice(-Math.floor(limit / 2));
    await file.clear();
    pending.push(...found);
  }
  for (const vector of found) keep(vector);

  const inTurn = serialQueue();
  const flush = () =>
    inTurn(async () => {
      while (pending.length > 0) {
        await file.append(vectorBlock(pending.splice(0, vectorsABlock), width));
      }
      await file.sync();
    });
  return {
    path,
    embedder,
    notices: file.notices,
    get(text) {
      const hash = new Uint32Array(hashWords);
      contentHash(text, hash);
      const { vector, isCut } = kept[index.find(hash)] ?? { vector: null, isCut: false };
      return vector === null ? null : { vector, isCut };
    },
    put(text, { vector, isCut }) {
      if (vector.length !== width) {
        throw new RangeError(`a vector of ${embedder} is ${width} wide, not ${vector.length}`);
      }
      if (kept.length >= limit) return;
      const hash = new Uint32Array(hashWords);
      contentHash(text, hash);
      const hashed = { hash, vector, isCut };
      if (keep(hashed)) pending.push(hashed);
    },
    flush,
    async [Symbol.asyncDispose]() {
      try {
        if (pending.length > 0) await flush();
      } finally {
        await inTurn(() => file.close());
      }
    },
  };
}
