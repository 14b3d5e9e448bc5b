import { expect, it } from "vitest";
import { embedderContract } from "../../test/contracts/embedder.contract.ts";
import { hashEmbedder } from "./index.ts";

embedderContract("the hash embedder", {
  open: async () => hashEmbedder(),
  tooLong: "wave ".repeat(300),
});

it("puts texts that share words closer than others", async () => {
  const texts = ["you are kind and wise", "you are kind and tall", "rain falls on empty streets"];
  const { vectors } = await hashEmbedder().embed(texts);
  const [first, second, third] = vectors.map((vector) => [...vector]);
  const cosine = (left: readonly number[] = [], right: readonly number[] = []) =>
    left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  expect(cosine(first, second)).toBeGreaterThan(0.6);
  expect(Math.abs(cosine(first, third))).toBeLessThan(0.4);
});
