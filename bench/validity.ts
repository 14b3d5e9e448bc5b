/**
 * How well detection works, on labelled sets that lie beside the checkout (../shared/data):
 *
 *   npx tsx bench/validity.ts [--data FOLDER] [--threads 1] [--only NAME,NAME] [--write]
 *
 * Prints markdown; with --write it also puts each section between its markers in docs/validity.md. Seeded:
 * the same vectors give the same figures. Vectors are kept in turncoat's cache folder, so that the first
 * run takes minutes and later ones seconds. A set that is not there is skipped and said so.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { replaceBlock } from "../scripts/replace-block.ts";
import { type BenchContext, openBench } from "./validity/bench-context.ts";
import { calibrated } from "./validity/calibrated.ts";
import { caseStudies } from "./validity/case-studies.ts";
import { falseFlags } from "./validity/false-flags.ts";
import { judgedReplies } from "./validity/judged-replies.ts";
import { personaStatements } from "./validity/persona-statements.ts";
import { plantedFlips } from "./validity/planted-flips.ts";
import { replyPairs } from "./validity/reply-pairs.ts";
import { rivalModels } from "./validity/rival-models.ts";
import { unjudgedSets } from "./validity/unjudged-sets.ts";

/** A part of docs/validity.md; the next one is a line here and a pair of markers there. */
const sections: Readonly<Record<string, (bench: BenchContext) => Promise<string>>> = {
  judged: judgedReplies,
  calibrated,
  pairs: replyPairs,
  statements: personaStatements,
  unjudged: unjudgedSets,
  planted: plantedFlips,
  "false-flags": falseFlags,
  rivals: rivalModels,
  cases: caseStudies,
};

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/data" },
    threads: { type: "string", default: "1" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const asked = values.only?.split(",") ?? Object.keys(sections);
await using bench = await openBench({
  data: resolve(values.data),
  threads: Number(values.threads),
});
for (const name of asked) {
  const section = sections[name];
  if (section === undefined) throw new Error(`no section is called ${name}`);
  const start = performance.now();
  const text = await section(bench);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  process.stdout.write(`## ${name} (${seconds} s)\n\n${text}\n\n`);
  if (values.write) await replaceBlock("docs/validity.md", name, text);
}
