import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildIfNeeded, root } from "./build-package.mjs";

// The main job with its defaults: builds what is not built, then probes. Arguments go to the probe.
await buildIfNeeded();
const args = [join(root, "dist/cli/bin.js"), "probe", ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: "inherit" });
// The terminal sends an interrupt to both; the probe stops in its own time and its exit code counts.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 130);
});
