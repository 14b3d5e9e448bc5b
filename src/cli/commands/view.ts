import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { placesFromEnvironment } from "../../compose/environment.ts";
import { invalidInput } from "../../core/index.ts";
import { nearestName } from "../../profiles/index.ts";
import { type ListedRun, listRuns } from "../../stores/index.ts";
import type { CliEffects } from "../effects.ts";
import { parseFlags } from "../parse-flags.ts";

const viewFlags = z.strictObject({ print: z.boolean().optional() });

/** `turncoat view`: a run's report in the browser. */
export function addView(program: Command, effects: CliEffects): void {
  program
    .command("view")
    .description("open a run's report")
    .argument("[run]", "a run, or the beginning of its name (default: the newest that is finished)")
    .option("--print", "print the report's path and open nothing")
    .action(async (name, flags) => {
      const { print } = parseFlags(viewFlags, flags);
      const report = await reportOf(name ?? null, effects);
      effects.out(report);
      if (print === true || !effects.isTerminal.out) return;
      if (await effects.open(report)) return;
      effects.err("there is no program to open it with; open the path above in a browser");
    });
}

async function reportOf(name: string | null, { env }: CliEffects): Promise<string> {
  const { home } = placesFromEnvironment(env);
  const runs = await listRuns(home);
  if (name !== null) return reportOfNamed(name, runs, home);
  for (const run of runs) {
    const report = join(run.folder, "report.html");
    if (await isThere(report)) return report;
  }
  throw invalidInput(
    runs.length === 0
      ? `there are no runs in ${home}; "turncoat probe" makes one`
      : `none of the ${runs.length} runs in ${home} is finished; "turncoat list" shows them`,
  );
}

async function reportOfNamed(name: string, runs: readonly ListedRun[], home: string) {
  const found = runs.find(({ id }) => id === name) ?? onlyStartingWith(name, runs);
  if (found === null) {
    const nearest = nearestName(
      name,
      runs.map(({ id }) => id),
    );
    const hint = nearest === null ? '"turncoat list" shows them' : `did you mean ${nearest}?`;
    throw invalidInput(`there is no run ${name} in ${home}; ${hint}`);
  }
  const report = join(found.folder, "report.html");
  if (await isThere(report)) return report;
  throw invalidInput(`the run ${found.id} has no report yet; give its command again to finish it`);
}

function onlyStartingWith(name: string, runs: readonly ListedRun[]): ListedRun | null {
  const [only, second] = runs.filter(({ id }) => id.startsWith(name));
  return only !== undefined && second === undefined ? only : null;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
