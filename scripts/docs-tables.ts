import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClaimRow, probeResultSchema } from "../src/measure/index.ts";
import { replaceBlock } from "./replace-block.ts";

// Puts the verdict table of a real run into the README and docs/claims.md.
// Usage: tsx scripts/docs-tables.ts RUN_FOLDER
const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder of a finished run");
const text = await readFile(join(folder, "result.json"), "utf8");
const result = probeResultSchema.parse(JSON.parse(text));
const measured = result.claims.filter(({ verdict }) => verdict !== "not-measured");
const missing = result.claims.filter(({ verdict }) => verdict === "not-measured");
const count = (value: number) => value.toLocaleString("en-GB");

const table = [
  "| claim | verdict | estimate [95 %], nats per token unless named | in words |",
  "| --- | --- | --- | --- |",
  ...measured.map(
    (row) =>
      `| ${row.id}: ${row.claim} | **${row.verdict}** | ${row.quantity}: ${value(row)} | ${row.sentence} ${row.reason === null ? "" : `*Undecided: ${row.reason}.*`} |`,
  ),
].join("\n");
const summary = [
  `${result.subject.model}, ${result.blocks} blocks of ${result.probesPerBlock} items, seed ${result.seed}, δ = ${result.delta}:`,
  `${count(result.counts.cells)} cells, ${count(result.counts.scores)} replies scored (${result.counts.missing} missing), ${count(result.counts.scoredTokens)} tokens evaluated for it and ${count(result.counts.generatedTokens)} generated.`,
  `Not measured in this run: ${missing.map(({ id }) => id).join(", ")}.`,
].join(" ");
await replaceBlock("README.md", "verdicts", `${table}\n\n${summary}`);
await replaceBlock("docs/claims.md", "verdicts", `${table}\n\n${summary}`);

function value(row: ClaimRow): string {
  if (row.estimate === null) return "none";
  const range =
    row.interval === null ? "" : ` [${signed(row.interval.low)}, ${signed(row.interval.high)}]`;
  const unit = row.unit === "nats per token" ? "" : ` ${row.unit}`;
  return `${signed(row.estimate)}${range}${unit}`;
}

function signed(number: number): string {
  return `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(3)}`;
}
