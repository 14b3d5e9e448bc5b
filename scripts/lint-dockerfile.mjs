import { dirname, join } from "node:path";
import { runCommand } from "./run-command.mjs";
import { workerPython } from "./worker-environment.mjs";

// hadolint comes as a Python wheel, so that nothing but pip is needed to get it.
const hadolint = join(dirname(await workerPython()), "hadolint");
const code = await runCommand(hadolint, ["--failure-threshold", "style", "Dockerfile"]);
if (code === 0) console.log("hadolint has nothing against the Dockerfile");
process.exitCode = code;
