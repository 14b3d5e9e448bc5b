import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { defaultCalibration, TurncoatError } from "../core/index.ts";
import { loadCalibration } from "./load-calibration.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-calibration-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

it("reads a file, or the folder of a run", async () => {
  const file = join(home, "calibration.json");
  await writeFile(file, JSON.stringify(defaultCalibration));
  expect(await loadCalibration(file)).toEqual(defaultCalibration);
  expect(await loadCalibration(home)).toEqual(defaultCalibration);
});

it("says what is wrong and where", async () => {
  const file = join(home, "calibration.json");
  const failure = async () => {
    try {
      await loadCalibration(file);
    } catch (error) {
      if (!(error instanceof TurncoatError)) throw error;
      const issues = error.failure.kind === "invalid-input" ? error.failure.issues : [];
      return [error.message, ...issues].join("\n").replaceAll(home, "~");
    }
    throw new RangeError("it was read");
  };
  expect(await failure()).toBe("there is no calibration at ~/calibration.json");
  await writeFile(file, "{");
  expect(await failure()).toContain("cannot be read as JSON");
  const { parameters } = defaultCalibration;
  const broken = { ...parameters, rho: { ...parameters.rho, value: 2 } };
  await writeFile(file, JSON.stringify({ ...defaultCalibration, parameters: broken }));
  expect(await failure()).toContain("~/calibration.json: parameters.rho.value: Too big");
});
