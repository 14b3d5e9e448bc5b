import { spawnSync } from "node:child_process";
import { buildIfNeeded, root } from "./build-package.mjs";

// What publint and attw think of the package as npm would pack it.
await buildIfNeeded();
const checks = ["publint run --strict --pack npm", "attw --profile esm-only --pack ."];
for (const check of checks) {
  console.log(`> ${check}`);
  const { status } = spawnSync(`npx --no-install ${check}`, {
    cwd: root,
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) process.exitCode = 1;
}
