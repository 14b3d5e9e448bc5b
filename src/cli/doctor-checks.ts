import { execFile } from "node:child_process";
import { access, constants, statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { type Places, placesFromEnvironment } from "../compose/environment.ts";
import { defaultThreads } from "../compose/machine.ts";
import { TurncoatError } from "../core/index.ts";
import { embeddingEngine } from "../embeddings/index.ts";
import { listModels, modelCatalogue } from "../models/index.ts";
import type { CliEffects } from "./effects.ts";
import { keyChecks } from "./key-checks.ts";
import { bytes, counted } from "./numbers.ts";

/** One thing that was looked at. */
export interface DoctorCheck {
  readonly name: string;
  /** `missing`: nothing can be probed without it. `absent`: only some things need it. */
  readonly state: "ok" | "missing" | "absent";
  readonly detail: string;
  /** What mends it; `null` where nothing is to be mended. */
  readonly remedy: string | null;
}

/** Looks at everything that a probe needs, and at what is nice to have. Changes nothing on disk. */
export async function doctorChecks({ env }: CliEffects): Promise<DoctorCheck[]> {
  const places = placesFromEnvironment(env);
  const python = await pythonCheck(env);
  const models = await modelChecks(places, python.state === "ok");
  const hasModel = models.some(({ name, state }) => name === "model smollm2" && state === "ok");
  return [
    nodeCheck(process.versions.node),
    await engineCheck(),
    await embeddingCheck(embeddingEngine),
    // Only fetching models takes Python; with the model on disk nothing is missing.
    python.state === "missing" && hasModel ? { ...python, state: "absent" } : python,
    ...models,
    machineCheck(),
    await folderCheck("models folder", places.models),
    await folderCheck("runs folder", places.home),
    ...keyChecks(env),
    await chromiumCheck(env),
  ];
}

const leastNode = [20, 19] as const;

/** Whether a Node version is one that the package supports. */
export function nodeCheck(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return {
    name: "node",
    state: isNew ? "ok" : "missing",
    detail: version,
    remedy: isNew ? null : `install Node ${leastNode.join(".")} or newer`,
  };
}

async function engineCheck(): Promise<DoctorCheck> {
  const remedy = "npm install node-llama-cpp@3.22.1";
  try {
    const engine = await import("node-llama-cpp");
    const options = { gpu: false, build: "never", progressLogs: false } as const;
    const llama = await engine.getLlama({ ...options, logger: () => undefined });
    await llama.dispose();
    const detail = `node-llama-cpp ${await engine.getModuleVersion()} loads`;
    return { name: "engine", state: "ok", detail, remedy: null };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { name: "engine", state: "missing", detail: reason, remedy };
  }
}

/**
 * Whether the engine for embeddings loads; replies are read and logs are scanned with it.
 *
 * @param load  loads it and gives its version
 */
export async function embeddingCheck(load: () => Promise<string>): Promise<DoctorCheck> {
  const name = "embedding engine";
  try {
    return { name, state: "ok", detail: `${await load()} loads`, remedy: null };
  } catch (error) {
    if (!(error instanceof TurncoatError) || error.failure.kind !== "missing-engine") throw error;
    const { remedy } = error.failure;
    const detail = "not installed; a scan needs it, and a probe that reads replies";
    return { name, state: "absent", detail, remedy };
  }
}

async function pythonCheck(env: CliEffects["env"]): Promise<DoctorCheck> {
  for (const program of ["python3", "python"]) {
    const said = await saidBy(program, ["-m", "pip", "--version"], env);
    if (said === null) continue;
    const version = /^pip (\S+) .*\(python (\S+)\)/.exec(said);
    const detail = version === null ? said : `${program} ${version[2]}, pip ${version[1]}`;
    return { name: "python and pip", state: "ok", detail, remedy: null };
  }
  return {
    name: "python and pip",
    state: "missing",
    detail: "not found; models are fetched with pip",
    remedy: "install Python 3 with pip, e.g. the system's package python3-pip",
  };
}

async function modelChecks({ models }: Places, canPull: boolean): Promise<DoctorCheck[]> {
  const installed = await listModels(modelCatalogue, models, "full");
  return installed.map(({ id, verified, present, bytes: size, problems }) => {
    const name = `model ${id}`;
    if (verified) {
      return { name, state: "ok", detail: `${bytes(size)}, every byte checked`, remedy: null };
    }
    const [problem = "not on disk"] = problems;
    const isNeeded = id === "smollm2" && !canPull;
    const detail =
      present || problems.length > 0
        ? problem
        : "not on disk; the first command that needs it fetches it";
    const remedy = `turncoat models pull ${id}`;
    return { name, state: isNeeded ? "missing" : "absent", detail, remedy };
  });
}

function machineCheck(): DoctorCheck {
  const threads = counted(defaultThreads(), "thread");
  const detail = `${counted(availableParallelism(), "core")}, ${threads} used, ${bytes(totalmem())} of memory`;
  const isSmall = totalmem() < 1e9;
  const remedy = isSmall ? "the embedded model wants 1 GB of memory; try --lanes 1" : null;
  return { name: "machine", state: isSmall ? "absent" : "ok", detail, remedy };
}

async function folderCheck(name: string, folder: string): Promise<DoctorCheck> {
  const there = await nearestFolder(folder);
  try {
    await access(there, constants.W_OK | constants.X_OK);
    const free = await statfs(there).then(
      ({ bavail, bsize }) => `, ${bytes(bavail * bsize)} free`,
      () => "",
    );
    return { name, state: "ok", detail: `${folder} is writable${free}`, remedy: null };
  } catch {
    const variable = name === "models folder" ? "XDG_CACHE_HOME" : "TURNCOAT_HOME";
    const remedy = `make ${there} writable, or set ${variable} to a folder that is`;
    return { name, state: "missing", detail: `${folder} cannot be written`, remedy };
  }
}

/** The folder itself, or the first one above it that is there. */
async function nearestFolder(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

async function chromiumCheck(env: CliEffects["env"]): Promise<DoctorCheck> {
  for (const program of ["chromium", "chromium-browser", "google-chrome"]) {
    const said = await saidBy(program, ["--version"], env);
    if (said !== null) return { name: "chromium", state: "ok", detail: said, remedy: null };
  }
  return {
    name: "chromium",
    state: "absent",
    detail: "not found; only turncoat's own browser tests use it",
    remedy: "install the system's package chromium",
  };
}

/** First line that a program prints, or `null` if it cannot be run. */
async function saidBy(
  program: string,
  args: readonly string[],
  env: CliEffects["env"],
): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: 20_000, env });
    return stdout.trim().split("\n")[0] ?? "";
  } catch {
    return null;
  }
}
