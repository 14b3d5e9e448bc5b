import { spawn } from "node:child_process";

/** The program that opens a file with whatever the user prefers, and its arguments. */
export function openerOf(
  platform: NodeJS.Platform,
  path: string,
): { readonly program: string; readonly args: readonly string[] } {
  if (platform === "darwin") return { program: "open", args: [path] };
  // `start` is a word of the command interpreter; this opens a file without one.
  if (platform === "win32") return { program: "explorer.exe", args: [path] };
  return { program: "xdg-open", args: [path] };
}

/** Opens a file with the platform's opener, which outlives this process; `false` if there is none. */
export async function openFile(path: string): Promise<boolean> {
  const { program, args } = openerOf(process.platform, path);
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: "ignore" });
    child.on("error", () => resolve(false));
    child.on("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
