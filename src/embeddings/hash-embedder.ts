import type { Embedder } from "../ports/index.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";
import { unitVector } from "./unit-vector.ts";

/** How a hash embedder is made. */
export interface HashEmbedderOptions {
  /** Length of a vector, at least 2; default 64. */
  readonly width?: number;
  /** Words of a text that count, at least 1; default 256. */
  readonly wordLimit?: number;
}

/**
 * An embedder without a model, for tests: texts that share words have close vectors, all others are almost
 * at right angles. The same text gives the same vector on every machine.
 *
 * Each word, in lower case, adds a vector of signs drawn from its hash; a text without words has a vector of
 * its own. The sums of signs are scaled to length 1.
 */
export function hashEmbedder({ width = 64, wordLimit = 256 }: HashEmbedderOptions = {}): Embedder {
  return {
    id: `hash:words-${width}-${wordLimit}`,
    width,
    async embed(texts, { signal } = {}) {
      stopIfCancelled(signal);
      const words = texts.map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
      return {
        vectors: words.map((all) => vectorOf(all.slice(0, wordLimit), width)),
        truncated: words.filter((all) => all.length > wordLimit).length,
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function vectorOf(words: readonly string[], width: number): Float32Array {
  const sums = new Float64Array(width);
  for (const word of words) {
    let state = hashOf(word);
    for (let index = 0; index < width; index++) {
      state = nextState(state);
      sums[index] = (sums[index] ?? 0) + (state >>> 31 === 1 ? 1 : -1);
    }
  }
  // Opposite words can cancel out; such a text stands where a text without words does.
  return unitVector(sums) ?? vectorOf(["no word"], width);
}

/** FNV-1a over UTF-16 code units, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) {
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  }
  return hash | 1;
}

/** One step of xorshift32 (Marsaglia 2003, https://doi.org/10.18637/jss.v008.i14); never 0 from a state that is not 0. */
function nextState(state: number): number {
  let next = state;
  next ^= next << 13;
  next ^= next >>> 17;
  next ^= next << 5;
  return next;
}
