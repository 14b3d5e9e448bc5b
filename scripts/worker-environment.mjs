import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build-package.mjs";
import { runCommand } from "./run-command.mjs";

const folder = join(root, ".venv");
const requirements = join(root, "worker/requirements-test.txt");
const isWindows = process.platform === "win32";

/**
 * Makes .venv with what the worker's tests need, or keeps the one that is there and current.
 *
 * @returns its Python
 * @throws Error saying what is missing and how to get it
 */
export async function workerPython() {
  const python = join(folder, isWindows ? "Scripts/python.exe" : "bin/python");
  const stamp = join(folder, "turncoat-requirements");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const isCurrent =
    existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && works(python, ["-c", ""]);
  if (isCurrent) return python;
  rmSync(folder, { recursive: true, force: true });
  const base = basePython();
  const pip = await makeEnvironment(base, python);
  const install = [...pip, "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  if ((await runCommand(install[0], install.slice(1))) !== 0) {
    throw new Error("the worker's packages could not be installed; is a package index reachable?");
  }
  writeFileSync(stamp, wanted);
  return python;
}

function basePython() {
  const isNew = "import sys; sys.exit(sys.version_info < (3, 10))";
  const found = ["python3", "python"].find((name) => works(name, ["-c", isNew]));
  if (found === undefined) throw new Error("Python 3.10 or newer was not found; install it");
  return found;
}

/** Returns the pip that installs into it: its own, or that of a system whose venv comes without. */
async function makeEnvironment(base, python) {
  if (works(base, ["-m", "venv", folder])) return [python, "-m", "pip"];
  rmSync(folder, { recursive: true, force: true });
  const hasPip = works(base, ["-m", "pip", "--version"]);
  if (hasPip && works(base, ["-m", "venv", "--without-pip", folder])) {
    return [base, "-m", "pip", "--python", python];
  }
  throw new Error(
    `${base} cannot make a virtual environment; install its venv module (on Debian: apt-get install python3-venv)`,
  );
}

function works(program, args) {
  return spawnSync(program, args, { stdio: "ignore", timeout: 300_000 }).status === 0;
}
