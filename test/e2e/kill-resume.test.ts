import { once } from "node:events";
import { type FSWatcher, statSync, watch } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { seededRandom } from "../../src/math/index.ts";
import { probeResultSchema } from "../../src/measure/index.ts";
import { listModels, modelEntry } from "../../src/models/index.ts";
import { start, temporaryFolder, turncoat } from "./turncoat-process.ts";

const seed = 20_261_123;
const rounds = 10;

interface Interrupted {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly name: string;
}

/** Ends a process as soon as its journal has so many bytes; gives how it ended. */
async function stopAt(run: Interrupted, bytes: number, signal: "SIGINT" | "SIGKILL") {
  const folder = join(run.cwd, ".turncoat", "runs", run.name);
  await mkdir(folder, { recursive: true });
  const { child, ended } = start([...run.args, "--run", run.name], { cwd: run.cwd });
  let isSent = false;
  const watcher: FSWatcher = watch(folder, () => {
    if (isSent || journalBytes(folder) < bytes) return;
    isSent = true;
    child.kill(signal);
  });
  try {
    return await ended;
  } finally {
    watcher.close();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

function journalBytes(folder: string): number {
  return statSync(join(folder, "journal.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
}

async function resultOf({ cwd, name }: Interrupted): Promise<string> {
  return readFile(join(cwd, ".turncoat", "runs", name, "result.json"), "utf8");
}

/** Stops a run once or twice at random sizes of its journal; gives how often it was caught running. */
async function stopTwice(run: Interrupted, size: number, random: () => number): Promise<number> {
  let stops = 0;
  let at = 0;
  for (let stop = 0; stop < 2; stop++) {
    at += random() * (size - at) * 0.7;
    const signal = random() < 0.5 ? "SIGINT" : "SIGKILL";
    const { code, signal: died, err } = await stopAt(run, at, signal);
    // A signal that comes after the last cell finds a finished run.
    expect({ code, died, err }).toSatisfy(() => code === 130 || code === 0 || died === "SIGKILL");
    if (code === 130) expect(err).toContain("the same command goes on from there");
    if (code !== 0) stops++;
  }
  return stops;
}

it(`gives the same bytes however a run is stopped, over ${rounds} seeded rounds`, async () => {
  const cwd = await temporaryFolder();
  const args = ["probe", "--model", "known:fading", "--quick", "--blocks", "12"];
  expect(await turncoat([...args, "--run", "whole"], { cwd })).toMatchObject({ code: 0 });
  const expected = await resultOf({ args, cwd, name: "whole" });
  const size = journalBytes(join(cwd, ".turncoat", "runs", "whole"));
  const random = seededRandom(seed);
  let stops = 0;
  for (let round = 0; round < rounds; round++) {
    const run = { args, cwd, name: `round-${round}` };
    stops += await stopTwice(run, size, random);
    const last = await turncoat([...args, "--run", run.name], { cwd });
    expect(last).toMatchObject({ code: 0 });
    expect(last.err).toContain("going on with an earlier start");
    expect(await resultOf(run)).toBe(expected);
  }
  expect(stops).toBeGreaterThan(rounds);
});

const { models } = placesFromEnvironment();
const [installed] = await listModels([modelEntry("smollm2")], models);
const isOnDisk = installed?.verified === true;
if (!isOnDisk) {
  console.warn('skipped: the embedded model is not on disk; "turncoat models pull" fetches it');
}

// The engine remembers other tokens after a resume, so tokens evaluated differ, and scores by rounding.
it.skipIf(!isOnDisk)("resumes a run of the embedded model with the same verdicts", async () => {
  const cwd = await temporaryFolder();
  const args = ["probe", "--quick", "--blocks", "2", "--probes", "1", "--threads", "1"];
  const whole = { args, cwd, name: "whole" };
  const first = await turncoat([...args, "--run", "whole"], { cwd });
  expect([0, 3]).toContain(first.code);
  const size = journalBytes(join(cwd, ".turncoat", "runs", "whole"));
  const random = seededRandom(seed);
  const run = { args, cwd, name: "stopped" };
  const killed = await stopAt(run, size * (0.2 + 0.2 * random()), "SIGKILL");
  expect(killed.signal).toBe("SIGKILL");
  const interrupted = await stopAt(run, size * (0.6 + 0.2 * random()), "SIGINT");
  expect(interrupted.code).toBe(130);
  expect(await turncoat([...args, "--run", "stopped"], { cwd })).toMatchObject({
    code: first.code,
  });
  const expected = probeResultSchema.parse(JSON.parse(await resultOf(whole)));
  const resumed = probeResultSchema.parse(JSON.parse(await resultOf(run)));
  expect(resumed.claims.map(({ id, verdict }) => [id, verdict])).toEqual(
    expected.claims.map(({ id, verdict }) => [id, verdict]),
  );
  for (const [index, { margin }] of resumed.arms.entries()) {
    const other = expected.arms[index]?.margin?.estimate;
    expect(Math.abs((margin?.estimate ?? Number.NaN) - (other ?? Number.NaN))).toBeLessThan(1e-3);
  }
});
