/*
 * How fast the local engine reads and scores, on this machine, now:
 *
 *   npx tsx bench/engine.ts [PATH_TO_GGUF] [--threads 1,2]
 *
 * Reading is the engine's own speed without logits: a text of 512 tokens, and forks of 42 tokens after a
 * history of 175. Scoring is turncoat's: requests of three replies after a short history, as a probe makes
 * them, all their tokens counted. Medians of three rounds that take turns, so that a busy machine slows all
 * alike. A share is of the 512-token reading speed with as many threads.
 */
import { parseArgs } from "node:util";
import { getLlama, type LlamaContextSequence, type Token } from "node-llama-cpp";
import { placesFromEnvironment } from "../src/compose/environment.ts";
import { type EmbeddedModel, modelEntry, modelPath, openEmbedded } from "../src/models/index.ts";
import type { ScoreRequest } from "../src/ports/index.ts";

const rounds = 3;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: "string", default: "1,2" } },
});
const path =
  positionals[0] ??
  (await modelPath(modelEntry("smollm2"), { folder: placesFromEnvironment().models }));

const sentence =
  "The ferry leaves the harbour at seven and reaches the island before noon, unless the wind turns. ";
const history = [
  { role: "system", content: "You are a kind and patient assistant who answers in two sentences." },
  { role: "user", content: "When does the ferry leave, and what do I need for the crossing?" },
  { role: "assistant", content: sentence.repeat(3).trim() },
] as const;

function request(index: number): ScoreRequest {
  const question = `Question ${index}: what should I pack for a day by the sea with two children?`;
  return {
    context: [...history, { role: "user", content: question }],
    continuations: [
      "Take sun cream, water and a warm jacket, because it is windy on deck. Enjoy your day together!",
      "Why would I care what you pack? Leave the children at home, they will only be sick all day long.",
      "Arr, matey! Bring rum and a parrot, and mind the plank, for the sea be no place for landlubbers.",
    ],
  };
}

async function tokensPerSecond(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const tokens = await work();
  return (tokens / (performance.now() - start)) * 1_000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Reader {
  readonly sequence: LlamaContextSequence;
  readonly tokens: readonly Token[];
}

async function openReader(threads: number): Promise<Reader & { dispose(): Promise<void> }> {
  const llama = await getLlama({ gpu: false, build: "never", maxThreads: threads });
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ contextSize: 1_024, batchSize: 512, threads });
  const tokens = model.tokenize(sentence.repeat(60)).slice(0, 800);
  return { sequence: context.getSequence(), tokens, dispose: () => llama.dispose() };
}

async function readText({ sequence, tokens }: Reader): Promise<number> {
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(0, 512));
  return 512;
}

async function readForks({ sequence, tokens }: Reader): Promise<number> {
  const forks = 6;
  const kept = 175;
  await eraseFrom(sequence, kept);
  for (let fork = 0; fork < forks; fork++) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(kept + fork, kept + fork + 42));
    await eraseFrom(sequence, kept);
  }
  return forks * 42;
}

async function eraseFrom(sequence: LlamaContextSequence, start: number): Promise<void> {
  await sequence.eraseContextTokenRanges([{ start, end: sequence.nextTokenIndex }]);
}

let asked = 0;

async function scoreMany(model: EmbeddedModel): Promise<number> {
  const requests = Array.from({ length: 8 }, () => request(asked++));
  const replies = await Promise.all(requests.map((each) => model.score(each)));
  return replies.reduce((sum, { evaluatedTokens }) => sum + evaluatedTokens, 0);
}

async function measure(threads: number): Promise<void> {
  const reader = await openReader(threads);
  const models: EmbeddedModel[] = [];
  for (const lanes of [1, 2, 3, 4]) {
    models.push(await openEmbedded({ path, id: "file:bench", threads, lanes, contextSize: 512 }));
  }
  const work: readonly (readonly [string, () => Promise<number>])[] = [
    ["reading 512 tokens", () => readText(reader)],
    ["reading forks of 42", () => readForks(reader)],
    ...models.map((model) => [`scoring, lanes ${model.lanes}`, () => scoreMany(model)] as const),
  ];
  const speeds = work.map((): number[] => []);
  for (const [, run] of work) await run(); // warm: histories are in memory afterwards, as in a probe
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, run]] of work.entries()) {
      // The text's reading leaves 512 tokens behind, of which the forks keep the first 175.
      speeds[index]?.push(await tokensPerSecond(run));
    }
  }
  const reading = median(speeds[0] ?? []);
  for (const [index, [name]] of work.entries()) {
    const speed = median(speeds[index] ?? []);
    const share = `${Math.round((speed / reading) * 100)} %`;
    console.log(
      `${String(threads).padEnd(9)}${name.padEnd(22)}${speed.toFixed(0).padStart(6)}${share.padStart(8)}`,
    );
  }
  for (const model of models) await model[Symbol.asyncDispose]();
  await reader.dispose();
}

console.log(`threads  ${"work".padEnd(22)} tok/s   share`);
for (const threads of values.threads.split(",")) await measure(Number(threads));
// maxRSS is in kibibytes; a reader and four models with ten lanes were open at once, weights shared.
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
