import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../../compose/environment.ts";
import { listRuns } from "../../stores/index.ts";
import type { CliEffects } from "../effects.ts";
import { type RunRow, runRow } from "../list-rows.ts";
import { paintFor } from "../paint.ts";
import { parseFlags } from "../parse-flags.ts";
import { shownPath } from "../shown-path.ts";
import { tableWidth, textTable } from "../table.ts";

const listFlags = z.strictObject({ json: z.boolean().optional() });

/** `turncoat list`: the runs there are. */
export function addList(program: Command, effects: CliEffects): void {
  program
    .command("list")
    .description("list the runs: model, claims decided, when, and state")
    .option("--json", "print the list as JSON")
    .action(async (flags) => {
      const { json } = parseFlags(listFlags, flags);
      const { home } = placesFromEnvironment(effects.env);
      const rows = await Promise.all((await listRuns(home)).map(runRow));
      if (json === true) {
        return effects.out(
          JSON.stringify({ format: "turncoat/runs@1", home, runs: rows }, null, 2),
        );
      }
      show(rows, home, effects);
    });
}

const columns = [
  { title: "run" },
  { title: "model" },
  { title: "decided" },
  { title: "started" },
  { title: "state" },
] as const;

const inks = { finished: "green", running: "cyan", stopped: "yellow", damaged: "red" } as const;

function show(rows: readonly RunRow[], home: string, effects: CliEffects): void {
  const place = shownPath(home, effects.cwd);
  if (rows.length === 0) {
    effects.err(`there are no runs in ${place}; "turncoat probe" makes one`);
    return;
  }
  for (const line of runLines(rows, effects)) effects.out(line);
  for (const { id, problem } of rows) if (problem !== null) effects.err(`${id}: ${problem}`);
  if (rows.some(({ state }) => state === "stopped")) {
    effects.err("a stopped run goes on when its command is given again");
  }
}

function runLines(rows: readonly RunRow[], effects: CliEffects): string[] {
  const paint = paintFor(effects, "out");
  const cells = rows.map(({ id, model, claims, startedAt, state }) => [
    id,
    model ?? "–",
    claims === null ? "–" : `${claims.decided} of ${claims.measured}`,
    localTime(startedAt),
    state,
  ]);
  const width = effects.columns();
  // Names are for typing, so they are never cut; a narrow terminal gets two lines a run.
  if (effects.isTerminal.out && tableWidth(columns, cells) > width) {
    return rows.flatMap(({ state }, at) => {
      const [id = "", ...facts] = cells[at] ?? [];
      const known = facts.slice(0, -1).filter((fact) => fact !== "–");
      return [paint("bold", id), `    ${[...known, paint(inks[state], state)].join("  ")}`];
    });
  }
  return textTable(columns, cells, {
    width: Number.POSITIVE_INFINITY,
    paint(text, { row, column }) {
      if (row < 0) return paint("dim", text);
      const state = rows[row]?.state;
      return column === 4 && state !== undefined ? paint(inks[state], text) : text;
    },
  });
}

/** `2026-11-23 14:05` on the user's clock. */
function localTime(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
