import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { openMiniLm } from "../../src/embeddings/index.ts";
import { textTokens } from "../../src/embeddings/text-tokens.ts";
import { modelEntry, modelPath } from "../../src/models/index.ts";
import type { Embedder } from "../../src/ports/index.ts";
import { embedderContract } from "../contracts/embedder.contract.ts";
import { golden, hasMiniLm, openTestMiniLm } from "./minilm.ts";

const texts = golden.cases.map(({ text }) => text);

describe.skipIf(!hasMiniLm)("MiniLM", () => {
  embedderContract("MiniLM", {
    open: openTestMiniLm,
    tooLong: "The ferry leaves the harbour at seven and reaches the island before noon. ".repeat(
      30,
    ),
  });

  describe("against Python", () => {
    let embedder: Embedder;
    let vectors: readonly Float32Array[];
    let truncated: number;
    beforeAll(async () => {
      embedder = await openTestMiniLm();
      ({ vectors, truncated } = await embedder.embed(texts));
    });
    afterAll(() => embedder?.[Symbol.asyncDispose]());

    it.each(golden.cases)("reads $name as the same tokens", async ({ text, ids }) => {
      const { models: folder } = placesFromEnvironment();
      const path = await modelPath(modelEntry("minilm"), { folder, part: "tokenizer" });
      const tokensOf = textTokens(JSON.parse(await readFile(path, "utf8")), golden.limit);
      expect(tokensOf(text).ids).toEqual(ids);
      // A long text is not read to its end, which must not show.
      expect(
        tokensOf(`${text} ${"and so on ".repeat(9_000)}`).ids.slice(0, ids.length - 1),
      ).toEqual(ids.slice(0, -1));
    });

    it("cuts what Python cuts", () => {
      expect(truncated).toBe(golden.cases.filter(({ ids }) => ids.length === golden.limit).length);
    });

    it("has the same cosines of all pairs, to 1e-5", () => {
      // Float32 sums in another order; measured 2e-6 between two versions of the engine.
      const off = vectors.flatMap((left, row) =>
        vectors.map((right, column) => {
          const cosine = left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
          return Math.abs(cosine - (golden.cosines[row]?.[column] ?? Number.POSITIVE_INFINITY));
        }),
      );
      expect(Math.max(...off)).toBeLessThan(1e-5);
    });

    it("has the same vectors, not only the same angles", () => {
      for (const [index, vector] of vectors.entries()) {
        const off = [...vector.slice(0, 4)].map((value, at) =>
          Math.abs(value - (golden.first[index]?.[at] ?? Number.POSITIVE_INFINITY)),
        );
        expect(Math.max(...off)).toBeLessThan(1e-5);
      }
    });

    it("does not notice in which batch a text is", async () => {
      for (const [index, text] of texts.entries()) {
        const [alone] = (await embedder.embed([text])).vectors;
        const together = vectors[index];
        const cosine = alone?.reduce((sum, value, at) => sum + value * (together?.[at] ?? 0), 0);
        expect(1 - (cosine ?? 0)).toBeLessThan(1e-6);
      }
    });
  });

  it("says which file it cannot open", async () => {
    const { models: folder } = placesFromEnvironment();
    const entry = modelEntry("minilm");
    const weights = await modelPath(entry, { folder });
    const tokenizer = await modelPath(entry, { folder, part: "tokenizer" });
    const options = { weights, tokenizer, fingerprint: "test", threads: 1 };
    for (const wrong of [{ weights: tokenizer }, { tokenizer: weights }, { weights: "/nowhere" }]) {
      const [path] = Object.values(wrong);
      await expect(openMiniLm({ ...options, ...wrong })).rejects.toMatchObject({
        failure: { kind: "model-file", path },
      });
    }
  });
});
