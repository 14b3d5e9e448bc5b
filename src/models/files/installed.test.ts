import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  tinyConverted,
  tinyEntry,
  tinyFile,
  tinyOriginal,
  tinyPlainFile,
} from "./__fixtures__/tiny-entry.ts";
import { listModels, modelPath, removeModel } from "./installed.ts";

const pair = { ...tinyEntry, files: [tinyFile, tinyPlainFile] };
let folder: string;
let weights: string;
let tokenizer: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-models-"));
  weights = join(folder, "tiny", "tiny.Q8_0.gguf");
  tokenizer = join(folder, "tiny", "tokenizer.json");
  await mkdir(join(folder, "tiny"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function putBoth(): Promise<void> {
  await writeFile(weights, tinyConverted);
  await writeFile(tokenizer, tinyOriginal);
}

it("lists a model whose files are right", async () => {
  await putBoth();
  expect(await listModels([pair], folder)).toEqual([
    {
      id: "tiny",
      path: join(folder, "tiny"),
      present: true,
      verified: true,
      bytes: tinyConverted.length + tinyOriginal.length,
      problems: [],
    },
  ]);
  expect(await modelPath(pair, { folder })).toBe(weights);
  expect(await modelPath(pair, { folder, part: "tokenizer" })).toBe(tokenizer);
});

it("lists a model that is absent, whole or in part", async () => {
  const elsewhere = join(folder, "nowhere");
  expect(await listModels([pair], elsewhere)).toMatchObject([
    { present: false, verified: false, bytes: 0, problems: [] },
  ]);
  await writeFile(tokenizer, tinyOriginal);
  expect(await listModels([pair], folder)).toMatchObject([
    { present: false, verified: false, bytes: tinyOriginal.length, problems: [] },
  ]);
});

it("names an absent file and how to get it", async () => {
  await expect(modelPath(tinyEntry, { folder })).rejects.toMatchObject({
    failure: {
      kind: "model-file",
      path: weights,
      reason: "it is not there; run `turncoat models pull tiny`",
    },
  });
});

it.each([
  ["short", (): Uint8Array => tinyConverted.subarray(1), "bytes, not"],
  [
    "changed in one bit",
    (): Uint8Array => tinyConverted.map((byte, at) => (at === 99 ? byte ^ 1 : byte)),
    "it has sha256",
  ],
])("refuses a file that is %s, and names it", async (_, content, reason) => {
  await putBoth();
  await writeFile(weights, content());
  await expect(modelPath(pair, { folder })).rejects.toMatchObject({
    failure: { kind: "model-file", path: weights, reason: expect.stringContaining(reason) },
  });
  const [listed] = await listModels([pair], folder);
  expect(listed).toMatchObject({ present: true, verified: false });
  expect(listed?.problems).toEqual([expect.stringContaining(weights)]);
});

it("refuses a file that was changed after it was stamped, its time put back", async () => {
  await putBoth();
  await modelPath(pair, { folder });
  const { atime, mtime } = await stat(weights);
  await writeFile(weights, Buffer.alloc(tinyConverted.length));
  await utimes(weights, atime, mtime);
  await expect(modelPath(pair, { folder })).rejects.toThrow("it has sha256");
});

it("trusts the stamp of an untouched file, and a full look does not", async () => {
  await writeFile(weights, Buffer.alloc(tinyConverted.length));
  const { size, mtimeMs, ctimeMs } = await stat(weights);
  const stamp = JSON.stringify({ sha256: tinyFile.sha256, size, mtimeMs, ctimeMs });
  await writeFile(`${weights}.verified`, `${stamp}\n`);
  expect(await modelPath(tinyEntry, { folder })).toBe(weights);
  await expect(modelPath(tinyEntry, { folder, depth: "full" })).rejects.toThrow("it has sha256");
});

it("hashes again when the stamp is damaged, and mends it", async () => {
  await putBoth();
  await modelPath(pair, { folder });
  const stamp = await readFile(`${weights}.verified`, "utf8");
  await appendFile(`${weights}.verified`, "x");
  expect(await modelPath(pair, { folder })).toBe(weights);
  expect(await readFile(`${weights}.verified`, "utf8")).toBe(stamp);
});

it("does not take a folder for a file", async () => {
  await mkdir(weights);
  await expect(modelPath(tinyEntry, { folder })).rejects.toMatchObject({
    failure: { kind: "model-file", path: weights },
  });
});

it("knows which parts a model has", async () => {
  await expect(modelPath(tinyEntry, { folder, part: "tokenizer" })).rejects.toThrow(RangeError);
});

it("removes what is the model's and tells how much that was", async () => {
  await putBoth();
  await modelPath(pair, { folder });
  expect(await removeModel(pair, folder)).toBe(tinyConverted.length + tinyOriginal.length);
  expect(await readdir(folder)).toEqual([]);
  expect(await removeModel(pair, folder)).toBe(0);
});

it("spares files that are not the model's", async () => {
  await putBoth();
  await writeFile(join(folder, "tiny", "notes.txt"), "mine");
  await removeModel(pair, folder);
  expect(await readdir(join(folder, "tiny"))).toEqual(["notes.txt"]);
});
