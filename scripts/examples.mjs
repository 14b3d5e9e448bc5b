import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded, root } from "./build-package.mjs";
import { runCommand } from "./run-command.mjs";

// Runs every example against the built package, as a user of it would. A name runs that one alone.
await buildIfNeeded();
const [only] = process.argv.slice(2);
const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ts"));
const chosen = examples.filter((name) => only === undefined || name === only);
if (chosen.length === 0) {
  console.error(`no example is called ${only}; there are ${examples.join(", ")}`);
  process.exitCode = 1;
}
for (const name of chosen) {
  console.log(`\n== ${name}`);
  const code = await runCommand("tsx", [join("examples", name)]);
  if (code !== 0) {
    console.error(`${name} ended with exit code ${code}`);
    process.exitCode = 1;
  }
}
