import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../../compose/environment.ts";
import { listRuns } from "../../stores/index.ts";
import type { CliEffects } from "../effects.ts";
import { type RunRow, runRow } from "../list-rows.ts";
import { paintFor } from "../paint.ts";
import { parseFlags } from "../parse-flags.ts";
import { shownPath } from "../shown-path.ts";
import { textTable } from "../table.ts";

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
  { title: "run", shrinks: true },
  { title: "model" },
  { title: "decided", align: "right" },
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
  const paint = paintFor(effects, "out");
  const cells = rows.map(({ id, model, claims, startedAt, state }) => [
    id,
    model ?? "–",
    claims === null ? "–" : `${claims.decided} of ${claims.measured}`,
    localTime(startedAt),
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
  for (const { id, problem } of rows) if (problem !== null) effects.err(`${id}: ${problem}`);
  if (rows.some(({ state }) => state === "stopped")) {
    effects.err("a stopped run goes on when its command is given again");
  }
}

/** `2026-11-23 14:05` on the user's clock. */
function localTime(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
