/*
 * How fast MiniLM embeds on this machine, now:
 *
 *   npx tsx bench/embedder.ts [--threads 1,2] [--seconds 1]
 *
 * The ceiling at a length is the engine's own best: ready-made batches of that many tokens each, of the best of
 * several sizes, and nothing done with what comes out. Ours is the whole way from text to vector: tokens, batches,
 * means. Both take turns, three rounds, and the median counts, so that a busy machine slows both alike.
 * The mixed row is of replies of many lengths, against the ceiling weighted by its tokens. A share below 70 % is marked.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Tokenizer } from "@huggingface/tokenizers";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { placesFromEnvironment } from "../src/compose/environment.ts";
import { openMiniLm } from "../src/embeddings/index.ts";
import { modelEntry, modelPath } from "../src/models/index.ts";
import type { Embedder } from "../src/ports/index.ts";

const rounds = 3;
const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "1,2" },
    seconds: { type: "string", default: "1" },
  },
});
const milliseconds = 1_000 * Number(values.seconds);
const folder = placesFromEnvironment().models;
const weights = await modelPath(modelEntry("minilm"), { folder });
const tokenizerPath = await modelPath(modelEntry("minilm"), { folder, part: "tokenizer" });
const tokenizer = new Tokenizer(JSON.parse(readFileSync(tokenizerPath, "utf8")), {});

const lengths = [8, 16, 32, 64, 128, 256];
const batchSizes = [1, 2, 4, 8, 16, 32, 64];
/** Larger batches are slower still, and take gigabytes. */
const mostTokens = 1_024;
const words =
  "the ferry leaves our harbour at seven and reaches an island before noon unless wind turns round again so we wait".split(
    " ",
  );

/** A text of so many tokens, both markers included; no two alike. */
function textOf(tokens: number, index: number): string {
  const picked = Array.from(
    { length: tokens - 2 },
    (_, at) => words[(index * 7 + at * (1 + (index % 5))) % words.length] ?? "the",
  );
  const text = picked.join(" ");
  const read = tokenizer.encode(text).ids.length;
  if (read !== tokens) throw new RangeError(`a text of ${tokens} tokens came out with ${read}`);
  return text;
}

/** Tokens a second of work that says how many tokens it did, repeated for the time given. */
async function speedOf(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  let tokens = 0;
  do tokens += await work();
  while (performance.now() - start < milliseconds / rounds);
  return (1_000 * tokens) / (performance.now() - start);
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A ready-made batch through the engine alone. */
function engineWork(session: InferenceSession, rows: number, length: number) {
  const count = rows * length;
  const shape = [rows, length];
  const feeds = {
    input_ids: new Tensor("int64", new BigInt64Array(count).fill(2_154n), shape),
    attention_mask: new Tensor("int64", new BigInt64Array(count).fill(1n), shape),
    token_type_ids: new Tensor("int64", new BigInt64Array(count), shape),
  };
  return async () => {
    await session.run(feeds);
    return count;
  };
}

function embedderWork(embedder: Embedder, texts: readonly string[], tokens: number) {
  return async () => {
    await embedder.embed(texts);
    return tokens;
  };
}

/** Reply lengths in tokens as logs have them: many short ones, a tail of long ones. */
const mixedLengths = Array.from({ length: 128 }, (_, index) => {
  const place = (index + 0.5) / 128;
  return Math.round(Math.min(256, Math.max(4, 24 * Math.exp(1.1 * Math.log(place / (1 - place))))));
});

async function measure(threads: number): Promise<void> {
  const fingerprint = "bench";
  const session = await InferenceSession.create(weights, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const embedder = await openMiniLm({ weights, tokenizer: tokenizerPath, fingerprint, threads });
  let mixedCeilingSeconds = 0;
  const ceilings = new Map<number, number>();
  for (const length of lengths) {
    const count = Math.max(8, Math.ceil(1_024 / length));
    const texts = Array.from({ length: count }, (_, index) => textOf(length, index));
    const ours = embedderWork(embedder, texts, count * length);
    const sizes = batchSizes.filter((rows) => rows * length <= mostTokens);
    const engines = sizes.map((rows) => engineWork(session, rows, length));
    for (const work of [ours, ...engines]) await work();
    const speeds = { ours: [] as number[], engines: engines.map((): number[] => []) };
    for (let round = 0; round < rounds; round++) {
      speeds.ours.push(await speedOf(ours));
      for (const [at, work] of engines.entries()) speeds.engines[at]?.push(await speedOf(work));
    }
    const best = speeds.engines.map(median);
    const ceiling = Math.max(...best);
    ceilings.set(length, ceiling);
    const own = median(speeds.ours);
    print({ threads, what: `${length} tokens`, ceiling, own, texts: own / length });
    console.log(
      `         batches of ${sizes.map((rows, at) => `${rows}: ${best[at]?.toFixed(0)}`).join(", ")}`,
    );
  }
  const mixed = mixedLengths.map((length, index) => textOf(length, index));
  const total = mixedLengths.reduce((sum, length) => sum + length, 0);
  for (const length of mixedLengths) {
    mixedCeilingSeconds += length / (ceilings.get(nearestLength(length)) ?? Number.NaN);
  }
  const work = embedderWork(embedder, mixed, total);
  await work();
  const own = median([await speedOf(work), await speedOf(work), await speedOf(work)]);
  const texts = (own * mixed.length) / total;
  print({ threads, what: "mixed", ceiling: total / mixedCeilingSeconds, own, texts });
  await embedder[Symbol.asyncDispose]();
  await session.release();
}

function nearestLength(length: number): number {
  return lengths.reduce((best, each) =>
    Math.abs(Math.log(each / length)) < Math.abs(Math.log(best / length)) ? each : best,
  );
}

interface Row {
  readonly threads: number;
  readonly what: string;
  readonly ceiling: number;
  readonly own: number;
  readonly texts: number;
}

function print({ threads, what, ceiling, own, texts }: Row): void {
  const share = own / ceiling;
  const numbers = [ceiling.toFixed(0), own.toFixed(0), `${Math.round(100 * share)} %`];
  const columns = [...numbers, texts.toFixed(1)].map((text) => text.padStart(10)).join("");
  const mark = share < 0.7 ? "  below 70 %" : "";
  console.log(`${String(threads).padEnd(9)}${what.padEnd(12)}${columns}${mark}`);
}

console.log(
  `threads  ${"texts of".padEnd(12)}${"engine".padStart(10)}      ours     share   texts/s`,
);
console.log(`         ${"".padEnd(12)}${"tok/s".padStart(10)}     tok/s`);
// Before the engine is opened a second time, so that the memory is what one embedder takes.
const memory = [process.memoryUsage().rss];
const opened = performance.now();
const first = await openMiniLm({ weights, tokenizer: tokenizerPath, fingerprint: "b", threads: 1 });
const opening = performance.now() - opened;
memory.push(process.memoryUsage().rss);
await first.embed(mixedLengths.map(textOf));
memory.push(process.memoryUsage().rss);
await first[Symbol.asyncDispose]();
for (const threads of values.threads.split(",")) await measure(Number(threads));
console.log(`opening ${opening.toFixed(0)} ms`);
const [before, open, busy] = memory.map((bytes) => `${Math.round(bytes / 1e6)} MB`);
console.log(`memory: before ${before}, opened ${open}, after ${mixedLengths.length} texts ${busy}`);
