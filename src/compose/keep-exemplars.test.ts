import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { hashEmbedder } from "../embeddings/index.ts";
import type { Embedder } from "../ports/index.ts";
import { type Places, placesFromEnvironment } from "./environment.ts";
import { keepExemplars } from "./keep-exemplars.ts";

async function newPlaces(): Promise<Places> {
  const root = await mkdtemp(join(tmpdir(), "turncoat-exemplars-"));
  onTestFinished(() => rm(root, { recursive: true }));
  return placesFromEnvironment({ XDG_CACHE_HOME: root, TURNCOAT_HOME: join(root, "home") });
}

function counting(): { readonly inner: Embedder; readonly asked: string[] } {
  const real = hashEmbedder();
  const asked: string[] = [];
  const embed: Embedder["embed"] = (texts, options) => {
    asked.push(...texts);
    return real.embed(texts, options);
  };
  return { inner: { ...real, embed }, asked };
}

it("embeds exemplars at the first start only, and turns always", async () => {
  const places = await newPlaces();
  const starts: string[][] = [];
  for (let start = 0; start < 2; start++) {
    const { inner, asked } = counting();
    await using embedder = await keepExemplars(inner, places);
    const { vectors } = await embedder.embed(["good", "bad"]);
    expect(vectors).toEqual((await hashEmbedder().embed(["good", "bad"])).vectors);
    embedder.endKeeping();
    await embedder.embed(["a turn"]);
    starts.push(asked);
  }
  // The shortest first, as a cached embedder asks.
  expect(starts).toEqual([["bad", "good", "a turn"], ["a turn"]]);
});

it("works without a disk, and says so", async () => {
  const places = await newPlaces();
  await writeFile(places.cache, "a file where the folder should be");
  const notices: string[] = [];
  const { inner, asked } = counting();
  await using embedder = await keepExemplars(inner, places, (notice) => notices.push(notice));
  expect((await embedder.embed(["good"])).vectors).toHaveLength(1);
  expect(asked).toEqual(["good"]);
  expect(notices).toEqual([expect.stringContaining("embedded anew at every start")]);
});
