import type { Command } from "@commander-js/extra-typings";
import { placesFromEnvironment } from "../../compose/environment.ts";
import type { CliEffects } from "../effects.ts";
import { counted } from "../numbers.ts";

/** `turncoat audit`. */
export function addAudit(program: Command, effects: CliEffects): void {
  program
    .command("audit")
    .description("print what a gateway believed and did, one JSON line an entry")
    .option("--conversation <key>", "of one conversation, by its key in logs and traces")
    .action(async ({ conversation }) => {
      const count = await effects.audit({
        places: placesFromEnvironment(effects.env),
        conversation,
        onEntry: ({ conversation: key, entry }) =>
          effects.out(JSON.stringify({ conversation: key, ...entry })),
      });
      effects.err(counted(count, "entry", "entries"));
    });
}
