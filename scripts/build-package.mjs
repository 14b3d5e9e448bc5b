import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** The repository's root. */
export const root = dirname(import.meta.dirname);
const dist = join(root, "dist");
/** Hash of the sources that dist was made from; not part of the package. */
const stampName = ".sources";
const inputs =
  "src web scripts/build-package.mjs package.json package-lock.json tsconfig.json tsconfig.build.json";

/**
 * Builds dist. Everything is made in a folder of its own and takes dist's place in one move, so that
 * builds at the same time do not mix and a failed one leaves the last good one.
 */
export async function buildPackage() {
  removeLeftovers();
  const target = join(root, `.dist-${randomUUID()}`);
  mkdirSync(target);
  try {
    // First, so that a source changed while it builds makes the stamp stale, not wrong.
    const stamp = hashOfSources();
    runTool("typescript/bin/tsc", ["-p", "tsconfig.build.json", "--outDir", target]);
    for (const page of ["report", "scan"]) await buildPage(page, join(target, "web"));
    cpSync(join(root, "src/profiles/banks"), join(target, "profiles/banks"), { recursive: true });
    await writeSchema(target);
    chmodSync(join(target, "cli/bin.js"), 0o755);
    writeFileSync(join(target, stampName), stamp);
    takePlace(target);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/** Builds dist if it is missing, incomplete or made from other sources. Returns whether it built. */
export async function buildIfNeeded() {
  const needed = [
    "cli/bin.js",
    "web/report.js",
    "web/report.css",
    "web/scan.js",
    "web/scan.css",
    "schema/result.schema.json",
  ];
  const isWhole = [stampName, ...needed].every((name) => existsSync(join(dist, name)));
  if (isWhole && readFileSync(join(dist, stampName), "utf8") === hashOfSources()) return false;
  await buildPackage();
  return true;
}

/** Runs a package's own script with this Node; its output is shown only when it fails. */
function runTool(script, args) {
  const path = createRequire(import.meta.url).resolve(script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed:\n${stdout}${stderr}`);
}

async function buildPage(page, outDir) {
  const { build } = await import("vite");
  await build({
    configFile: join(root, "web/vite.config.ts"),
    mode: page,
    build: { outDir, emptyOutDir: false },
    logLevel: "warn",
  });
}

async function writeSchema(target) {
  const { resultJsonSchema } = await import(pathToFileURL(join(target, "measure/index.js")).href);
  mkdirSync(join(target, "schema"));
  writeFileSync(
    join(target, "schema/result.schema.json"),
    `${JSON.stringify(resultJsonSchema(), null, 2)}\n`,
  );
}

/** Moves a finished build to dist. A build that finished meanwhile is as good; the last one stays. */
function takePlace(target) {
  for (let attempt = 0; ; attempt++) {
    const old = join(root, `.dist-${randomUUID()}`);
    try {
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(target, dist);
      return;
    } catch (error) {
      const isRace = ["ENOENT", "ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code);
      if (!isRace || attempt === 20) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** What a killed build left behind, once it is old enough to be nobody's. */
function removeLeftovers() {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(".dist-"))) {
    const made = statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (made < hourAgo) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function hashOfSources() {
  const hash = createHash("sha256");
  for (const path of inputs.split(" ").flatMap((name) => filesUnder(join(root, name)))) {
    if (/\.test\.ts$/.test(path)) continue;
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => filesUnder(join(path, name)));
}
