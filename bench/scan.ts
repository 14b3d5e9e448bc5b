import { spawn } from "node:child_process";
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { placesFromEnvironment } from "../src/compose/environment.ts";
import { loadProfile } from "../src/compose/load-profile.ts";
import { type Random, seededRandom } from "../src/math/index.ts";

// How fast past conversations are scanned: fresh, from the cache, and how memory grows. Runs the built
// command in processes of its own; prints, asserts nothing. Usage: npx tsx bench/scan.ts [threads]
const threads = process.argv[2] ?? "2";
const folder = mkdtempSync(join(tmpdir(), "turncoat-bench-"));
// A cache of its own with nothing but the models in it: whatever was scored before must not make this look fast.
const cache = join(folder, "cache");
mkdirSync(join(cache, "turncoat"), { recursive: true });
symlinkSync(placesFromEnvironment().models, join(cache, "turncoat", "models"));

interface Corpus {
  readonly name: string;
  readonly conversations: number;
  /** Assistant turns of one conversation. */
  readonly turns: number;
  readonly words: number;
  /** Distinct replies that the conversations draw from; 0 makes every reply new. */
  readonly distinct: number;
}

async function writeCorpus(corpus: Corpus): Promise<string> {
  const random = seededRandom(7);
  const words = await bankWords();
  const pool = Array.from({ length: corpus.distinct }, () => reply(words, corpus.words, random));
  const path = join(folder, `${corpus.name}.jsonl`);
  const file = createWriteStream(path);
  for (let index = 0; index < corpus.conversations; index++) {
    const messages = Array.from({ length: corpus.turns }, () => {
      const text = pool[Math.floor(random() * pool.length)] ?? reply(words, corpus.words, random);
      return [
        { role: "user", content: "What do you think of that?" },
        { role: "assistant", content: text },
      ];
    }).flat();
    const isFull = !file.write(`${JSON.stringify({ id: `c${index}`, messages })}\n`);
    if (isFull) await new Promise<void>((resume) => file.once("drain", resume));
  }
  file.end();
  await finished(file);
  return path;
}

async function bankWords(): Promise<readonly string[]> {
  const { behaviours } = await loadProfile("assistant");
  return behaviours.flatMap(({ items }) => items.flatMap(({ neutral }) => neutral.split(/\s+/)));
}

/** Sentences of about a dozen words. */
function reply(words: readonly string[], length: number, random: Random): string {
  return Array.from({ length }, (_, index) => {
    const word = words[Math.floor(random() * words.length)] ?? "so";
    return index % 12 === 11 ? `${word.replace(/\W+$/, "")}.` : word;
  }).join(" ");
}

interface Measured {
  readonly seconds: number;
  /** Until the first record was printed. */
  readonly firstSeconds: number;
  readonly peakMegabytes: number;
  readonly records: number;
}

async function scanOf(path: string, flags: readonly string[] = []): Promise<Measured> {
  const startedAt = performance.now();
  const since = () => (performance.now() - startedAt) / 1000;
  const command = ["dist/cli/bin.js", "scan", path, "--json", "--no-progress"];
  const child = spawn(
    process.execPath,
    [...command, "--threads", threads, "-o", join(folder, "out.jsonl"), ...flags],
    {
      env: { ...process.env, XDG_CACHE_HOME: cache, TURNCOAT_HOME: folder },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  let firstSeconds = 0;
  let records = 0;
  let peakMegabytes = 0;
  const poll = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid));
  }, 50);
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "") continue;
    if (records === 0) firstSeconds = since();
    records++;
    if (records % 1000 === 0) peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid));
  }
  clearInterval(poll);
  return { seconds: since(), firstSeconds, peakMegabytes, records };
}

/** Peak resident memory of a process on Linux, in MB; 0 where it cannot be told. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function show(name: string, corpus: Corpus, measured: Measured): void {
  const turns = corpus.turns * measured.records;
  const rate = Math.round(turns / measured.seconds);
  console.log(
    `| ${name} | ${measured.records} | ${turns} | ${measured.seconds.toFixed(1)} s | ${rate} | ${measured.firstSeconds.toFixed(2)} s | ${Math.round(measured.peakMegabytes)} MB |`,
  );
}

mkdirSync(folder, { recursive: true });
try {
  console.log(`threads ${threads}\n`);
  console.log(
    "| scan | conversations | turns | time | turns/s, start-up included | first result | peak memory |",
  );
  console.log("| --- | --: | --: | --: | --: | --: | --: |");
  const long: Corpus = { name: "long", conversations: 200, turns: 5, words: 85, distinct: 0 };
  const longPath = await writeCorpus(long);
  const one: Corpus = { name: "one", conversations: 1, turns: 1, words: 85, distinct: 0 };
  const onePath = await writeCorpus(one);
  show("first scan ever: exemplars are embedded", one, await scanOf(onePath));
  show("one reply, exemplars known", one, await scanOf(onePath));
  show("replies of about 110 tokens, nothing kept", long, await scanOf(longPath, ["--no-cache"]));
  show("the same, first time with the cache", long, await scanOf(longPath));
  show("the same, second time", long, await scanOf(longPath));
  for (const conversations of [10_000, 100_000]) {
    const many = {
      name: `many-${conversations}`,
      conversations,
      turns: 4,
      words: 40,
      distinct: 500,
    };
    const path = await writeCorpus(many);
    show(`${conversations} conversations, first time`, many, await scanOf(path));
    show(`${conversations} conversations, second time`, many, await scanOf(path));
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
