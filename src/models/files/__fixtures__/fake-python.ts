import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a fake Python does when it is asked for `pip download`. */
export type FakePip =
  | { readonly kind: "wheel"; readonly bytes: Uint8Array; readonly waitFor?: number }
  | { readonly kind: "prints"; readonly text: string; readonly exitCode: number }
  /** Writes some bytes where pip gathers a download, then never ends. */
  | { readonly kind: "hangs"; readonly bytes: Uint8Array }
  | { readonly kind: "no-pip" };

/**
 * Puts an executable `python3` into a new folder; it acts as pip in the given way.
 *
 * With `waitFor`, a download ends only when so many of them have begun: they overlap for certain.
 *
 * @returns path of the program
 */
export async function fakePython(folder: string, pip: FakePip): Promise<string> {
  await mkdir(folder, { recursive: true });
  const wheel = join(folder, "wheel");
  if ("bytes" in pip) await writeFile(wheel, pip.bytes);
  const setting = { ...pip, bytes: undefined, wheel, folder };
  const script = `#!${process.execPath}
const fs = require("node:fs");
const path = require("node:path");
const setting = ${JSON.stringify(setting)};
const args = process.argv.slice(2);
if (setting.kind === "no-pip") {
  console.error("python3: No module named pip");
  process.exit(1);
}
if (args.join(" ") === "-m pip --version") {
  console.log("pip 99.0 from nowhere");
  process.exit(0);
}
const seen = JSON.stringify({ args, temporary: process.env.TMPDIR, proxy: process.env.https_proxy });
fs.appendFileSync(path.join(setting.folder, "calls"), seen + "\\n");
const target = args[args.indexOf("--dest") + 1];
if (setting.kind === "prints") {
  console.error(setting.text);
  process.exit(setting.exitCode);
}
if (setting.kind === "hangs") {
  fs.copyFileSync(setting.wheel, path.join(process.env.TMPDIR, "growing.whl"));
  setInterval(() => {}, 1000);
} else {
  const calls = () => fs.readFileSync(path.join(setting.folder, "calls"), "utf8").split("\\n").length - 1;
  while (calls() < (setting.waitFor ?? 1)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  fs.copyFileSync(setting.wheel, path.join(target, "tiny_model-1.2.3-py3-none-any.whl"));
}
`;
  const program = join(folder, "python3");
  await writeFile(program, script);
  await chmod(program, 0o755);
  return program;
}

/** The downloads that a fake Python was asked for. */
export async function callsOf(program: string): Promise<readonly FakeCall[]> {
  const lines = await readFile(join(program, "..", "calls"), "utf8").catch(() => "");
  // The fake wrote each line as this shape.
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as FakeCall);
}

export interface FakeCall {
  readonly args: readonly string[];
  readonly temporary: string;
  readonly proxy?: string;
}
