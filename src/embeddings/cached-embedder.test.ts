import fc from "fast-check";
import { expect, it } from "vitest";
import { embedderContract } from "../../test/contracts/embedder.contract.ts";
import type { Embedder, KeptVector, VectorCache } from "../ports/index.ts";
import { cachedEmbedder, hashEmbedder } from "./index.ts";

function memoryCache(embedder: string): VectorCache {
  const kept = new Map<string, KeptVector>();
  return {
    embedder,
    get: (text) => kept.get(text) ?? null,
    put: (text, vector) => kept.set(text, vector),
    async flush() {},
    async [Symbol.asyncDispose]() {},
  };
}

/** An embedder that reads three words, and what it was asked. */
function counting(): { readonly inner: Embedder; readonly asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  const real = hashEmbedder({ wordLimit: 3 });
  const embed: Embedder["embed"] = (texts, options) => {
    asked.push(texts);
    return real.embed(texts, options);
  };
  return { inner: { ...real, embed }, asked };
}

embedderContract("a cached embedder", {
  open: async () => {
    const inner = hashEmbedder();
    return cachedEmbedder(inner, memoryCache(inner.id));
  },
  tooLong: "wave ".repeat(300),
});

it("asks for each text once, and never again", async () => {
  const { inner, asked } = counting();
  const cached = cachedEmbedder(inner, memoryCache(inner.id));
  const first = await cached.embed(["a b", "c", "a b"]);
  const second = await cached.embed(["c", "d", "a b"]);
  expect(asked.map((texts) => texts.toSorted())).toEqual([["a b", "c"], ["d"]]);
  expect(second.vectors[0]).toBe(first.vectors[1]);
  expect(first.vectors[0]).toEqual((await inner.embed(["a b"])).vectors[0]);
});

it("counts cut texts as the embedder does, whichever were kept", async () => {
  const word = fc.constantFrom("a", "b", "rather-long", "c");
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));
  const batches = fc.array(fc.array(text, { maxLength: 12 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(batches, async (asked) => {
      const { inner } = counting();
      const cached = cachedEmbedder(inner, memoryCache(inner.id));
      for (const texts of asked) {
        expect(await cached.embed(texts)).toEqual(await inner.embed(texts));
      }
    }),
  );
});

it("embeds at most twice what has to be told apart by length", async () => {
  const { inner, asked } = counting();
  const cached = cachedEmbedder(inner, memoryCache(inner.id));
  const texts = Array.from({ length: 64 }, (_, index) => `t${10 + index} `.repeat(1 + (index % 8)));
  await cached.embed(texts);
  expect(asked.flat().length).toBeLessThanOrEqual(2 * texts.length);
});

it("refuses the vectors of another embedder", () => {
  expect(() => cachedEmbedder(hashEmbedder(), memoryCache("other:1"))).toThrow(RangeError);
});
