import type { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { type DoctorCheck, doctorChecks } from "../doctor-checks.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { paintFor } from "../paint.ts";
import { parseFlags } from "../parse-flags.ts";
import { wrapText } from "../wrap-text.ts";

const doctorFlags = z.strictObject({ json: z.boolean().optional() });

/** `turncoat doctor`: what a probe needs, and how to mend what is missing. */
export function addDoctor(program: Command, effects: CliEffects): void {
  program
    .command("doctor")
    .description("check what probes and scans need, and say how to mend what is missing")
    .option("--json", "print the checks as JSON")
    .action(async (flags) => {
      const { json } = parseFlags(doctorFlags, flags);
      const checks = await doctorChecks(effects);
      const missing = checks.filter(({ state }) => state === "missing").length;
      if (json === true) {
        effects.out(JSON.stringify({ format: "turncoat/doctor@1", checks }, null, 2));
      } else {
        for (const line of checkLines(checks, effects)) effects.out(line);
        effects.out("");
        effects.out(
          missing === 0
            ? "turncoat probe can run"
            : `turncoat probe cannot run yet: ${missing} missing, mended as said above`,
        );
      }
      effects.exitWith(missing === 0 ? exitCodes.pass : exitCodes.error);
    });
}

const looks = {
  ok: { symbol: "✓", ink: "green" },
  missing: { symbol: "✗", ink: "red" },
  absent: { symbol: "–", ink: "yellow" },
} as const;

function checkLines(checks: readonly DoctorCheck[], effects: CliEffects): string[] {
  const paint = paintFor(effects, "out");
  const widest = checks.reduce((most, { name }) => Math.max(most, name.length), 0);
  const indent = widest + 6;
  return checks.flatMap(({ name, state, detail, remedy }) => {
    const { symbol, ink } = looks[state];
    const [first = "", ...others] = wrapText(detail, effects.columns(), indent);
    const mend = remedy === null ? [] : wrapText(`→ ${remedy}`, effects.columns(), indent);
    const head = `${paint(ink, symbol)} ${name.padEnd(widest)}    ${first.trimStart()}`;
    return [head, ...others, ...mend.map((line) => paint("bold", line))];
  });
}
