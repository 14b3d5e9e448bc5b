import { knownNames } from "../src/models/index.ts";
import { assistantBanks } from "../test/known-answers/banks.ts";
import {
  type CalibrationRow,
  calibrate,
  defaultDesign,
  pooledCoverage,
  widerDesign,
} from "../test/known-answers/calibration.ts";
import { replaceBlock } from "./replace-block.ts";

// What the instrument makes of subjects whose answers are known: a short table for the README and a long
// one for docs/known-answers.md. Usage: tsx scripts/known-table.ts [seeds, default 200]
const seeds = Array.from({ length: Number(process.argv[2] ?? 200) }, (_, seed) => seed);
const profile = assistantBanks();
const rows = [
  ...(await calibrate(profile, defaultDesign, seeds)),
  ...(await calibrate(profile, widerDesign, seeds)),
].sort((a, b) => a.answer.claim.localeCompare(b.answer.claim));

const coverage = pooledCoverage(rows);
const worst = rows.reduce((most, { wrongShare }) => Math.max(most, wrongShare), 0);
const summary = `${seeds.length} seeds a subject. Worst share of wrong verdicts on any claim: ${percent(worst)}. 95 % intervals that hold the true value, all together: ${coverage === null ? "none" : percent(coverage)}.`;
await replaceBlock("README.md", "known answers", `${shortTable()}\n\n${summary}`);
await replaceBlock("docs/known-answers.md", "known answers", `${longTable()}\n\n${summary}`);
console.log(summary);

function shortTable(): string {
  const claims = [...new Set(rows.map(({ answer }) => answer.claim))];
  return [
    `| claim | ${knownNames.join(" | ")} |`,
    `| --- |${" :-: |".repeat(knownNames.length)}`,
    ...claims.map(
      (claim) => `| ${claim} | ${knownNames.map((name) => shortCell(claim, name)).join(" | ")} |`,
    ),
  ].join("\n");
}

/** "refuted 200, wrong 0": how often the right verdict was given; a dash where nothing may be decided. */
function shortCell(claim: string, subject: string): string {
  const row = rows.find((one) => one.answer.claim === claim && one.subject === subject);
  if (row === undefined) return "";
  const wrong = Math.round(row.wrongShare * seeds.length);
  const mistakes = wrong === 0 ? "" : `, wrong ${wrong}`;
  if (row.answer.verdict === "undecided") return `–${mistakes}`;
  return `${row.answer.verdict} ${Math.round(row.rightShare * seeds.length)}${mistakes}`;
}

function longTable(): string {
  const header = ["subject", "claim", "truth", "right verdict", "verdicts", "wrong", "coverage"];
  return [
    `| ${header.join(" | ")} |`,
    "| --- | --- | --: | --- | --- | --: | --: |",
    ...rows.map((row) => `| ${longCells(row).join(" | ")} |`),
  ].join("\n");
}

function longCells({
  subject,
  answer,
  verdicts,
  wrongShare,
  coverage: held,
}: CalibrationRow): string[] {
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
    held === null ? "–" : percent(held),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
