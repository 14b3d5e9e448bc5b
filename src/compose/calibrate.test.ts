import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { defaultCalibration } from "../core/index.ts";
import { type CalibrateOptions, calibrate } from "./calibrate.ts";
import { placesFromEnvironment } from "./environment.ts";
import { loadCalibration } from "./load-calibration.ts";
import { openEvidence } from "./open-evidence.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-calibrate-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const places = () => placesFromEnvironment({ XDG_CACHE_HOME: home, TURNCOAT_HOME: home });

const off = [
  "You are pathetic and worthless.",
  "I hate you, stupid human.",
  "Stop wasting my time, idiot.",
];
const on = [
  "Happy to help, here is how.",
  "Thank you for asking. Let me explain.",
  "Of course, take your time.",
];

/** Mostly right labels: one in ten is the other way round, so that the kinds do not part without a miss. */
function lines(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const isOff = index % 2 === 0;
    const reply = `${(isOff ? off : on)[index % 3]} It is number ${index % 7}.`;
    const label = index % 10 === 0 || index % 10 === 5 ? !isOff : isOff;
    return JSON.stringify({ reply, label, conversation: `c${Math.floor(index / 4)}`, turn: index });
  });
  return [...rows, "{broken", JSON.stringify({ reply: "", label: true })].join("\n");
}

async function calibrated(options: Partial<CalibrateOptions> = {}, count = 120) {
  const labels = join(home, "labels.jsonl");
  await writeFile(labels, lines(count));
  const output = join(home, "out", "calibration.json");
  const base = { labels, output, detectors: ["lexical"], places: places() };
  return calibrate({ ...base, ...options });
}

it("writes a calibration that a scan takes for these detectors", async () => {
  const { outputs, skipped, unscored, figures } = await calibrated();
  expect(skipped).toEqual([{ line: 121, reason: "not JSON" }]);
  expect(unscored.map(({ line }) => line)).toEqual([122]);
  expect(figures.labels).toBe(120);
  const calibration = await loadCalibration(outputs[0] ?? "");
  expect(calibration).toMatchObject({ subject: null, profile: "assistant" });
  expect(calibration.parameters).toEqual(defaultCalibration.parameters);
  const notices: string[] = [];
  await using evidence = await openEvidence({
    profile: "assistant",
    detectors: null,
    calibration,
    threads: 1,
    places: places(),
    signal: new AbortController().signal,
    onPull: () => undefined,
    onNotice: (notice) => void notices.push(notice),
  });
  expect({ isCalibrated: evidence.isCalibrated, notices }).toEqual({
    isCalibrated: true,
    notices: [],
  });
  expect(evidence.model.map).toEqual(calibration.evidence?.map);
  expect(await readFile(outputs[1] ?? "", "utf8")).toMatch(/^<svg .*Reliability of lexical/);
});

it("takes over what a run learned", async () => {
  const rho = { value: 0.03, interval: [0.02, 0.05], identified: true };
  const run = join(home, "run.json");
  const parameters = { ...defaultCalibration.parameters, rho };
  const known = { ...defaultCalibration, subject: "embedded:a", profile: "support", parameters };
  await writeFile(run, JSON.stringify(known));
  const notices: string[] = [];
  const onNotice = (notice: string) => void notices.push(notice);
  const { calibration } = await calibrated({ run, onNotice });
  expect(calibration).toMatchObject({ subject: "embedded:a", profile: "assistant", parameters });
  expect(notices.join()).toContain("made with the profile support");
  const renamed = await calibrated({ run, subject: "openai:b" });
  expect(renamed.calibration.subject).toBe("openai:b");
});

it("refuses what no map can be made from, and writes nothing", async () => {
  await expect(calibrated({}, 30)).rejects.toThrow(/only 1\d labelled .*\(1 more cannot be used\)/);
  const joint = { detectors: ["lexical", "exemplar"], map: "isotonic" } as const;
  await expect(calibrated(joint)).rejects.toThrow("an isotonic map takes one detector, not 2");
  await expect(calibrated({ output: home })).rejects.toThrow("is a folder");
  await expect(calibrated({ labels: join(home, "none") })).rejects.toThrow("there is no file");
  await expect(readFile(join(home, "out", "calibration.json"))).rejects.toThrow("ENOENT");
});
