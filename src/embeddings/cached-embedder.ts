import type { Embedder, KeptVector, VectorCache } from "../ports/index.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";

/**
 * An embedder that asks another one only for texts that its cache does not have. Vectors that were kept
 * come back bit for bit, and cut texts are counted as if all had been embedded anew.
 *
 * An embedder says how many texts of a batch it cut, not which. Where it cut some and not others, halves of the
 * batch, longest texts together, are embedded again until that is clear; at most twice the work where the
 * longest texts are the ones that were cut, and once only.
 *
 * Disposing of it disposes of both, the cache first.
 *
 * @throws RangeError if the cache keeps another embedder's vectors
 */
export function cachedEmbedder(inner: Embedder, cache: VectorCache): Embedder {
  if (cache.embedder !== inner.id) {
    throw new RangeError(`a cache of ${cache.embedder} cannot serve ${inner.id}`);
  }
  return {
    id: inner.id,
    width: inner.width,
    async embed(texts, options = {}) {
      stopIfCancelled(options.signal);
      const known = new Map<string, KeptVector>();
      const missing = new Set<string>();
      for (const text of texts) {
        const kept = cache.get(text);
        if (kept === null) missing.add(text);
        else known.set(text, kept);
      }
      if (missing.size > 0) {
        for (const [text, kept] of await embedEach(inner, [...missing], options)) {
          cache.put(text, kept);
          known.set(text, kept);
        }
        await cache.flush();
      }
      // Every text was either kept or has just been embedded.
      const all = texts.map((text) => known.get(text) as KeptVector);
      return {
        vectors: all.map(({ vector }) => vector),
        truncated: all.filter(({ isCut }) => isCut).length,
      };
    },
    async [Symbol.asyncDispose]() {
      try {
        await cache[Symbol.asyncDispose]();
      } finally {
        await inner[Symbol.asyncDispose]();
      }
    },
  };
}

type EmbedOptions = Parameters<Embedder["embed"]>[1];

/** Each text with its vector and whether it was cut. */
async function embedEach(
  inner: Embedder,
  texts: readonly string[],
  options: EmbedOptions,
): Promise<(readonly [string, KeptVector])[]> {
  const sorted = texts.toSorted((left, right) => left.length - right.length);
  const { vectors, truncated } = await inner.embed(sorted, options);
  const flags = await cutFlags(sorted, truncated, async (some) => {
    return (await inner.embed(some, options)).truncated;
  });
  return sorted.flatMap((text, index) => {
    const vector = vectors[index];
    return vector === undefined ? [] : [[text, { vector, isCut: flags[index] === true }] as const];
  });
}

/** Which of the texts are cut, where `cut` of them are. */
async function cutFlags(
  texts: readonly string[],
  cut: number,
  countCut: (texts: readonly string[]) => Promise<number>,
): Promise<boolean[]> {
  if (cut === 0 || cut === texts.length) return texts.map(() => cut > 0);
  const middle = Math.floor(texts.length / 2);
  const upper = texts.slice(middle);
  const cutAbove = await countCut(upper);
  return [
    ...(await cutFlags(texts.slice(0, middle), cut - cutAbove, countCut)),
    ...(await cutFlags(upper, cutAbove, countCut)),
  ];
}
