import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileSource } from "./byte-source.ts";
import { scanInputs } from "./scan-inputs.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-inputs-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function put(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(home, name, ".."), { recursive: true });
    await writeFile(join(home, name), name);
  }
}

const namesIn = async (...paths: string[]) =>
  (await scanInputs(paths.map((path) => join(home, path)))).map(({ name, isNamed }) => [
    name.slice(home.length + 1),
    isNamed,
  ]);

it("takes named files as they are, and from folders what may be a log, in order", async () => {
  await put(
    "b/2.jsonl",
    "b/1.eval",
    "b/deep/3.json.gz",
    "b/notes.md",
    "b/node_modules/x.json",
    "a.txt",
  );
  expect(await namesIn("a.txt", "b")).toEqual([
    ["a.txt", true],
    ["b/1.eval", false],
    ["b/2.jsonl", false],
    ["b/deep/3.json.gz", false],
  ]);
});

it("leaves out a session's side files, and never goes in circles or twice", async () => {
  await put("p/session.jsonl", "p/session/subagents/agent-1.jsonl", "p/other/x.jsonl");
  await symlink(home, join(home, "p/loop"));
  expect(await namesIn("p", "p/session.jsonl")).toEqual([
    ["p/other/x.jsonl", false],
    ["p/session.jsonl", false],
  ]);
});

it("names what is not there, and says when nothing can be a log", async () => {
  await put("only/readme.md");
  await expect(scanInputs([join(home, "gone"), join(home, "lost")])).rejects.toThrow(/gone.*lost/);
  await expect(scanInputs([join(home, "only")])).rejects.toThrow(/can be a log; looked for .jsonl/);
});

it("reads a file, and a packed one as what it holds, from any place", async () => {
  const text = "0123456789".repeat(50_000);
  await writeFile(join(home, "plain.jsonl"), text);
  await writeFile(join(home, "packed.jsonl.gz"), gzipSync(text));
  for (const name of ["plain.jsonl", "packed.jsonl.gz"]) {
    let counted = 0;
    const source = await fileSource(join(home, name), {
      name,
      onBytes: (bytes) => {
        counted += bytes;
      },
    });
    let whole = "";
    for await (const chunk of source.stream()) whole += Buffer.from(chunk).toString();
    expect(whole).toBe(text);
    expect(counted).toBe(source.size);
    let tail = "";
    for await (const chunk of source.stream(499_995)) tail += Buffer.from(chunk).toString();
    expect(tail).toBe("56789");
    expect(Buffer.from(await source.read(300_007, 4)).toString()).toBe("7890");
    expect(await source.read(499_999, 100)).toHaveLength(1);
    expect(await source.read(500_000, 100)).toHaveLength(0);
    expect(source.name).toBe(name.replace(".gz", ""));
  }
});

it("fails on a packed file that is cut off, instead of ending early", async () => {
  const packed = gzipSync("line\n".repeat(100_000));
  await writeFile(join(home, "cut.gz"), packed.subarray(0, packed.length - 20));
  const source = await fileSource(join(home, "cut.gz"), { name: "cut.gz" });
  const drain = async () => {
    for await (const chunk of source.stream()) expect(chunk.length).toBeGreaterThan(0);
  };
  await expect(drain()).rejects.toThrow(/unexpected end/);
});
