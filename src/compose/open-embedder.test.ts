import { expect, it } from "vitest";
import { placesFromEnvironment } from "./environment.ts";
import { openEmbedder } from "./open-embedder.ts";

const places = placesFromEnvironment({ XDG_CACHE_HOME: "/nowhere" });

it.each([
  ["word2vec", "name minilm or openai:MODEL"],
  ["openai:", "name minilm or openai:MODEL"],
  ["openai:text-embedding-3-small", "OPENAI_API_KEY is not set"],
])("refuses %s, saying what to name", async (spec, words) => {
  await expect(openEmbedder(spec, { places })).rejects.toMatchObject({
    message: expect.stringContaining(words),
    failure: { kind: "invalid-input" },
  });
});

it("refuses an address that holds a password", async () => {
  const opened = openEmbedder("openai:m", { places, baseUrl: "http://a:b@localhost/v1" });
  await expect(opened).rejects.toMatchObject({ failure: { kind: "invalid-input" } });
});
