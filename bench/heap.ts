/**
 * What it costs, and saves, that a gateway collects its garbage once the heap has grown by half:
 *
 *   npm run build && npx tsx bench/heap.ts
 *
 * Two gateways in observe without a model, one as it is and one whose heap grows as the engine has it; six rounds, the
 * order turned around each time. Loopback only; about a minute and a half.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quantile, seededRandom } from "../src/math/index.ts";
import { startMock } from "./load/child-server.ts";
import { pairedRounds, underLoad } from "./load/measure.ts";
import { direct, type Subject, turncoat } from "./load/subjects.ts";
import { markdownTable } from "./validity/markdown.ts";

const rounds = 6;
const perSecond = 600;
const random = seededRandom(5);

interface Figures {
  readonly addedMs: number[];
  readonly perSecond: number[];
  readonly megabytes: number[];
  readonly openMs: number[];
}

async function measure(subject: Subject, straight: Subject, own: Figures): Promise<void> {
  const sides = { subject, direct: straight };
  const pairs = await pairedRounds(sides, { count: 100, isStream: false, random });
  own.addedMs.push(...pairs.subject.map((ms, index) => ms - (pairs.direct[index] ?? 0)));
  const closed = { kind: "closed", underWay: 50, count: 20_000, seconds: 1 } as const;
  const load = await underLoad(subject, closed, false);
  own.perSecond.push(load.perSecond);
  own.megabytes.push(load.residentMegabytes ?? 0);
  const open = { kind: "open", perSecond, count: perSecond, dropped: perSecond } as const;
  own.openMs.push(...(await underLoad(subject, open, false)).firstByteMs);
}

const folder = await mkdtemp(join(tmpdir(), "turncoat-heap-"));
const mock = await startMock();
const straight = direct(mock.origin);
const byItself = ["--import", new URL("load/heap-by-itself.mjs", import.meta.url).pathname];
const own = {
  mock: mock.origin,
  folder,
  flags: ["--detector", "lexical"],
  asks: "question",
} as const;
const subjects = [
  await turncoat({ ...own, name: "collected once grown by half" }),
  await turncoat({ ...own, name: "as the engine has it", nodeFlags: byItself }),
];
const figures = new Map(
  subjects.map((one) => [
    one,
    { addedMs: [], perSecond: [], megabytes: [], openMs: [] } as Figures,
  ]),
);
try {
  const warmUp = { kind: "closed", underWay: 50, count: 20_000, seconds: 4 } as const;
  for (const subject of subjects) {
    for (const isStream of [false, true]) await underLoad(subject, warmUp, isStream);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [subject, mine] of round % 2 === 0 ? figures : [...figures].reverse()) {
      await measure(subject, straight, mine);
    }
  }
} finally {
  for (const subject of subjects) await subject[Symbol.asyncDispose]();
  await mock[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}
const at = (values: readonly number[], p: number, digits: number) =>
  quantile(values, p).toFixed(digits);
console.log(
  markdownTable(
    [
      "heap",
      "JSON added p50, ms",
      "added p99, n = 600",
      "requests/s, c = 50",
      "RSS MB",
      `first byte p99 at ${perSecond}/s`,
    ],
    [...figures].map(([{ name }, mine]) => [
      name,
      at(mine.addedMs, 0.5, 2),
      at(mine.addedMs, 0.99, 2),
      at(mine.perSecond, 0.5, 0),
      at(mine.megabytes, 0.5, 0),
      at(mine.openMs, 0.99, 2),
    ]),
  ),
);
