import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** What `npm pack --json` says of a tarball. */
interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What npm tells the scripts of a package about itself, which an install elsewhere must not inherit. */
const ofThisPackage =
  /^(?:npm_(?:package_|lifecycle_|config_(?:local_prefix|ignore_scripts|save_exact|omit))|INIT_CWD|TURNCOAT_HOME|NODE_ENV)/;
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !ofThisPackage.test(name)),
);

function run(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  const options = { cwd, env: environment, encoding: "utf8", maxBuffer: 1 << 26 } as const;
  return new Promise((resolve) => {
    execFile(program, args, options, (error, out, err) => {
      const code = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
      resolve({ code, out, err });
    }).stdin?.end();
  });
}

/** Runs what has to work; a failure, such as an unreachable registry, is reported in npm's words. */
async function must(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await run(program, args, cwd);
  if (ended.code !== 0) {
    throw new Error(
      `${program} ${args.join(" ")} ended with ${ended.code}:\n${ended.err}${ended.out}`,
    );
  }
  return ended;
}

let home = "";
let packed: Packed;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-package-"));
  await must("node", ["scripts/build.mjs", "--if-needed"], repository);
  const { out } = await must("npm", ["pack", "--json", "--pack-destination", home], repository);
  [packed] = JSON.parse(out);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(
    `${packed.filename}: ${packed.files.length} files, ${megabytes(packed.size)}, ${megabytes(packed.unpackedSize)} unpacked`,
  );
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** An empty folder with the tarball installed in it, as a user would. */
async function installed(name: string, flags: readonly string[] = []): Promise<string> {
  const folder = join(home, name);
  await mkdir(folder);
  const tarball = join(home, packed.filename);
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund"];
  await must("npm", ["install", ...quiet, ...flags, tarball], folder);
  return folder;
}

/** The first commands of a user, which need no model. */
async function expectFirstCommands(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
  const version = await run("npx", ["turncoat", "--version"], folder);
  expect(version).toMatchObject({ code: 0, out: `${manifest.version}\n` });

  const probe = ["turncoat", "probe", "--model", "known:fading", "--quick", "--run", "first"];
  const probed = await run("npx", probe, folder);
  expect(probed, probed.err).toMatchObject({ code: 0 });
  const run1 = join(folder, ".turncoat", "runs", "first");
  expect(await readFile(join(run1, "report.html"), "utf8")).toContain("<!doctype html>");

  const schema = await readFile(
    join(folder, "node_modules/turncoat/dist/schema/result.schema.json"),
    "utf8",
  );
  const validate = new Ajv2020().compile(JSON.parse(schema));
  validate(JSON.parse(await readFile(join(run1, "result.json"), "utf8")));
  expect(validate.errors).toBeNull();
}

describe("the tarball", () => {
  it("holds the build, the banks and the licence, and nothing that only developers need", () => {
    const paths = packed.files.map(({ path }) => path);
    for (const wanted of [
      "LICENSE",
      "README.md",
      "package.json",
      "dist/cli/bin.js",
      "dist/index.d.ts",
      "dist/profiles/banks/assistant/kind.yaml",
      "dist/schema/result.schema.json",
      "dist/web/report.js",
      "dist/web/report.css",
    ]) {
      expect(paths).toContain(wanted);
    }
    const outside = paths.filter(
      (path) => !/^(?:dist\/|LICENSE$|README\.md$|package\.json$)/.test(path),
    );
    expect(outside).toEqual([]);
    const unwanted =
      /\.test\.|\.spec\.|__fixtures__|\.tsx?$|\.gguf$|\.onnx$|\.map$|\/\.|node_modules|\.jsonl$/;
    expect(paths.filter((path) => unwanted.test(path.replace(/\.d\.ts$/, "")))).toEqual([]);
  });
});

describe("an install without the optional engine", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await installed("light", ["--omit=optional"]);
  });

  it("runs the first commands", () => expectFirstCommands(folder));

  it("says how to get the engine when a GGUF model is asked for, and exits with 1", async () => {
    await writeFile(join(folder, "some.gguf"), "GGUF");
    const ended = await run("npx", ["turncoat", "probe", "--model", "some.gguf"], folder);
    expect(ended.err).toContain("the local engine is not installed");
    expect(ended.err).toContain("npm install node-llama-cpp@");
    expect(ended.code).toBe(1);
  });

  it("offers the library, its parts and the schema", async () => {
    const program = `
      import { probe, TurncoatError } from "turncoat";
      import { wilson } from "turncoat/stats";
      import { probeResultSchema } from "turncoat/measure";
      import { parseBehaviour } from "turncoat/profiles";
      import { knownNames } from "turncoat/models";
      import { runProbe } from "turncoat/run";
      import { createRequire } from "node:module";
      const schema = createRequire(import.meta.url)("turncoat/schema/result.json");
      const parts = [probe, TurncoatError, wilson, parseBehaviour, runProbe];
      const { result } = await probe({ model: "known:" + knownNames[0], preset: "quick" });
      console.log(JSON.stringify([
        parts.every((part) => typeof part === "function"),
        probeResultSchema.safeParse(result).success,
        schema.title,
      ]));`;
    await writeFile(join(folder, "program.mjs"), program);
    const ended = await must("node", ["program.mjs"], folder);
    expect(JSON.parse(ended.out)).toEqual([true, true, "turncoat/result@1"]);
  });
});

describe("an install with the optional engine", () => {
  it("runs the first commands, and its engine loads", async () => {
    const folder = await installed("full");
    await expectFirstCommands(folder);
    const doctor = await run("npx", ["turncoat", "doctor"], folder);
    expect(doctor.out).toMatch(/node-llama-cpp 3\.22\.1 loads/);
  });
});
