import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build-package.mjs";
import { readers, tally } from "./tally.mjs";

/** Holds what each part of `npm test` reports for machines, and `parts.json`, its table of contents. */
export const reportsFolder = join(root, "test-reports");

/**
 * Counts what `npm test` ran. A part that left no report counts as one failure.
 *
 * @returns {{ passed: number, failed: number, lines: string[] }} lines say what failed or was skipped
 */
export function countReports() {
  const total = { passed: 0, failed: 0, lines: [] };
  const path = join(reportsFolder, "parts.json");
  if (!existsSync(path)) return { ...total, failed: 1, lines: ["no part of the tests reported"] };
  for (const part of JSON.parse(readFileSync(path, "utf8"))) {
    const count = countPart(part);
    total.passed += count.passed;
    total.failed += count.failed;
    total.lines.push(...count.lines.map((line) => `${part.name}: ${line}`));
  }
  return total;
}

function countPart({ report, format, exitCode }) {
  const path = join(reportsFolder, report);
  if (!existsSync(path)) {
    return { passed: 0, failed: 1, lines: [`did not run (exit code ${exitCode})`] };
  }
  return tally(readers[format](readFileSync(path, "utf8")), exitCode);
}
