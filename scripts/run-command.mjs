import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./build-package.mjs";

/**
 * Runs a program in the repository, its packages' programs included, with its output shown and no stdin.
 *
 * @returns {Promise<number>} its exit code; 127 if there is no such program
 */
export function runCommand(program, args, extraEnvironment = {}) {
  const path = [join(root, "node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, PATH: path, ...extraEnvironment },
      // npm's programs are .cmd files there, which only a shell can start.
      shell: process.platform === "win32",
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", (error) => {
      console.error(`${program} cannot be started: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}
