import type { Embedder } from "../../ports/index.ts";

const width = 512;

/** Texts are as close as they share words: every word has an axis of its own, but for rare collisions. */
export function wordEmbedder(): Embedder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    id: "words",
    width,
    asked,
    async embed(texts) {
      asked.push(...texts);
      return { vectors: texts.map(vectorOf), truncated: 0 };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function vectorOf(text: string): Float32Array {
  const counts = new Float32Array(width);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["nothing"]) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
    counts[hash % width] = (counts[hash % width] ?? 0) + 1;
  }
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}
