import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded } from "./build-package.mjs";
import { findChromium } from "./find-chromium.mjs";
import { runCommand } from "./run-command.mjs";
import { countReports, reportsFolder } from "./test-reports.mjs";
import { workerPython } from "./worker-environment.mjs";

// Every test. Each part provides what it needs: the build, the model, the worker's environment, a browser.
// A part that fails does not keep the others from running.

const reportAt = (name) => join(reportsFolder, name);

const vitest = (project, report) =>
  runCommand("vitest", [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportAt(report)}`,
  ]);

const parts = [
  { name: "unit", report: "unit.json", format: "vitest", run: () => vitest("unit", "unit.json") },
  {
    name: "worker",
    report: "worker.xml",
    format: "junit",
    async run() {
      const python = await workerPython();
      return runCommand(python, ["-m", "pytest", "worker", `--junitxml=${reportAt("worker.xml")}`]);
    },
  },
  {
    name: "browser",
    report: "browser.json",
    format: "playwright",
    async run() {
      const path = await findChromium();
      await buildIfNeeded();
      return runCommand("playwright", ["test", "--reporter=list,json"], {
        CHROMIUM_PATH: path,
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportAt("browser.json"),
      });
    },
  },
  {
    name: "model",
    report: "model.json",
    format: "vitest",
    async run() {
      await buildIfNeeded();
      const pull = ["dist/cli/bin.js", "models", "pull", "smollm2", "minilm"];
      if ((await runCommand("node", pull)) !== 0) throw new Error("a model could not be fetched");
      return vitest("model", "model.json");
    },
  },
];

rmSync(reportsFolder, { recursive: true, force: true });
mkdirSync(reportsFolder);
const ended = [];
for (const { name, report, format, run } of parts) {
  console.log(`\n== ${name} tests`);
  const exitCode = await run().catch((error) => {
    console.error(error.message);
    return 1;
  });
  ended.push({ name, report, format, exitCode });
  writeFileSync(reportAt("parts.json"), JSON.stringify(ended));
}
const { passed, failed, lines } = countReports();
console.log(["", ...lines, `${passed} tests passed, ${failed} failed`].join("\n"));
process.exitCode = failed === 0 && ended.every(({ exitCode }) => exitCode === 0) ? 0 : 1;
