import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { invalidInput, TurncoatError } from "../../core/index.ts";
import { parseBehaviour, starterBehaviour, starterFile } from "../../profiles/index.ts";
import type { CliEffects } from "../effects.ts";

/** `turncoat init`: a behaviour to start from. */
export function addInit(program: Command, effects: CliEffects): void {
  program
    .command("init")
    .description("write a behaviour to start from: a complete YAML file, each key explained")
    .argument("[file]", "where to write it; never over a file that is there", starterFile)
    .action(async (file) => {
      await writeNew(file, starterFor(file));
      effects.out(`wrote ${file}: change it into the behaviour that you want to measure`);
      effects.err(`check it:   turncoat validate ${file}`);
      effects.err(`measure it: turncoat probe --profile ${file}`);
    });
}

/** The starter with the id that goes with the file's name. */
function starterFor(file: string): string {
  if (!/\.yaml$/.test(file)) {
    throw invalidInput(`${file}: a behaviour is a .yaml file; name it ${basename(file)}.yaml`);
  }
  const own = starterFile.replace(/\.yaml$/, "");
  const stem = basename(file, ".yaml");
  const text = starterBehaviour
    .replaceAll(starterFile, basename(file))
    .replace(`\nid: ${own}\n`, `\nid: ${stem}\n`);
  if (parseBehaviour(text, file).kind === "parsed") return text;
  throw invalidInput(
    `${file}: a behaviour is named like its file, in lower-case words joined by hyphens, e.g. ${starterFile}`,
  );
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(file), text, { flag: "wx" });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : null;
    if (code === null) throw cause;
    if (code === "EEXIST") {
      throw invalidInput(`${file} is there already and is left as it is; name another file`);
    }
    const reason = code === "ENOENT" ? "its folder is not there" : code;
    throw new TurncoatError(
      `${file} cannot be written: ${reason}; name another place`,
      { kind: "run-folder", path: file, reason },
      { cause },
    );
  }
}
