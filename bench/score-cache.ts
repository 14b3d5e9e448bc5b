/*
 * How fast scores are kept and found again, and what a million of them takes:
 *
 *   npx tsx bench/score-cache.ts [--turns 1000000]
 *
 * Each turn has a text of 600 characters, which is its key, a score, a quote and no note; one in twenty is
 * unscored. Texts are made beforehand where they fit, so making them is not counted.
 */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { TurnReading } from "../src/core/index.ts";
import { openFileScoreCache } from "../src/stores/index.ts";

const { values } = parseArgs({ options: { turns: { type: "string", default: "1000000" } } });
const turns = Number(values.turns);
const folder = await mkdtemp(join(tmpdir(), "turncoat-bench-"));
const filler = "The ferry leaves the harbour at seven and reaches the island before noon. ".repeat(
  8,
);

function textOf(turn: number): string {
  return `${turn} ${filler}`;
}

function readingOf(turn: number, text: string): TurnReading {
  return turn % 20 === 0
    ? { kind: "unscored", reason: "the turn has no sentence to compare" }
    : { kind: "scored", score: turn / 7, quote: text.slice(300, 374), note: null };
}

/** Runs work on all turns in slices whose texts are made before the clock runs; gives turns a second. */
function perSecond(work: (turn: number, text: string) => void): number {
  let spent = 0;
  for (let from = 0; from < turns; from += 10_000) {
    const count = Math.min(10_000, turns - from);
    const texts = Array.from({ length: count }, (_, at) => textOf(from + at));
    const start = performance.now();
    for (const [at, text] of texts.entries()) work(from + at, text);
    spent += performance.now() - start;
  }
  return (1_000 * turns) / spent;
}

function rate(name: string, speed: number): void {
  console.log(`${name.padEnd(22)}${Math.round(speed).toLocaleString("en").padStart(12)} turns/s`);
}

const before = process.memoryUsage().rss;
const cache = await openFileScoreCache({ folder, version: "bench" });
rate(
  "put",
  perSecond((turn, text) => cache.put(text, text, readingOf(turn, text))),
);
const flushing = performance.now();
await cache.flush();
console.log(`flush                 ${(performance.now() - flushing).toFixed(0).padStart(12)} ms`);
await cache[Symbol.asyncDispose]();
const { size } = await stat(cache.path);
console.log(`on disk               ${(size / turns).toFixed(1).padStart(12)} bytes a turn`);

const opening = performance.now();
const again = await openFileScoreCache({ folder, version: "bench" });
rate("open", (1_000 * turns) / (performance.now() - opening));
let wrong = 0;
rate(
  "get",
  perSecond((turn, text) => {
    const kept = again.get(text, text);
    if (kept === null || (kept.kind === "scored" && kept.score !== turn / 7)) wrong++;
  }),
);
console.log(`wrong                 ${String(wrong).padStart(12)}`);
const { arrayBuffers, rss } = process.memoryUsage();
console.log(
  `typed arrays          ${(arrayBuffers / turns).toFixed(1).padStart(12)} bytes a turn, two caches`,
);
console.log(
  `process               ${Math.round((rss - before) / 1e6)
    .toString()
    .padStart(12)} MB more than before`,
);
await again[Symbol.asyncDispose]();
await rm(folder, { recursive: true });
