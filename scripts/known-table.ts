import { assistantBanks } from "../test/known-answers/banks.ts";
import {
  type CalibrationRow,
  calibrate,
  defaultDesign,
  pooledCoverage,
  widerDesign,
} from "../test/known-answers/calibration.ts";

// Prints what the instrument makes of subjects whose answers are known, as a table for the README.
// Usage: tsx scripts/known-table.ts [seeds, default 200]
const seeds = Array.from({ length: Number(process.argv[2] ?? 200) }, (_, seed) => seed);
const profile = assistantBanks();
const rows = [
  ...(await calibrate(profile, defaultDesign, seeds)),
  ...(await calibrate(profile, widerDesign, seeds)),
].sort((a, b) => a.answer.claim.localeCompare(b.answer.claim));

const header = ["subject", "claim", "truth", "right verdict", "verdicts", "wrong", "coverage"];
console.log(`| ${header.join(" | ")} |`);
console.log("| --- | --- | --: | --- | --- | --: | --: |");
for (const row of rows) console.log(`| ${cellsOf(row).join(" | ")} |`);
const coverage = pooledCoverage(rows);
console.log(
  `\n${seeds.length} seeds a subject; 95 % intervals that hold the true value, all rows together: ${coverage === null ? "none" : percent(coverage)}.`,
);

function cellsOf({ subject, answer, verdicts, wrongShare, coverage }: CalibrationRow): string[] {
  const given = Object.entries(verdicts)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  return [
    subject,
    answer.claim,
    answer.truth === null ? "–" : answer.truth.toFixed(2),
    answer.verdict,
    given.join(", "),
    percent(wrongShare),
    coverage === null ? "–" : percent(coverage),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
