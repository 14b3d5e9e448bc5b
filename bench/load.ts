/**
 * What a gateway costs, with generator, mock and gateway on the same cores:
 *
 *   npm run build && npx tsx bench/load.ts [--quick] [--portkey FOLDER] [--out FOLDER]
 *
 * FOLDER of Portkey holds @portkey-ai/gateway 1.15.2, with "overrides": { "@hono/node-server": "1.8.2" } in its
 * package.json: under newer ones that its range allows (1.14.4, 1.19.8 and 1.19.19 were tried) it answers every stream with status 500.
 * Tables go to standard output and, with every raw number, to --out. Loopback only; about ten minutes, about two with
 * --quick.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { quantile, seededRandom, shuffled } from "../src/math/index.ts";
import { startMock } from "./load/child-server.ts";
import { type LoadFigures, pairedRounds, underLoad } from "./load/measure.ts";
import { loadReport, type SubjectFigures } from "./load/report.ts";
import { bareProxy, direct, portkey, type Subject, turncoat } from "./load/subjects.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    portkey: { type: "string" },
    out: { type: "string", default: "node_modules/.cache/turncoat-bench" },
  },
});
const rounds = values.quick ? 2 : 5;
const pairsEach = values.quick ? 10 : 30;
const seconds = values.quick ? 0.4 : 0.75;
const levels = [1, 10, 50];
const shares = [0.25, 0.5, 0.75];
/** Each server has run this long before anything counts, since a gateway runs for weeks and is compiled by then. */
const warmUpSeconds = values.quick ? 1 : 4;
/** Bounds every closed load, however fast it is. */
const mostRequests = 20_000;

async function openSubjects(mock: string, folder: string): Promise<readonly Subject[]> {
  const own = { mock, folder };
  const enforce = ["--mode", "enforce", "--stream-policy", "buffer"];
  const lexical = ["--detector", "lexical"];
  const opened: Subject[] = [
    await bareProxy(mock),
    await turncoat({ ...own, name: "observe, no model", flags: lexical, asks: "question" }),
    await turncoat({
      ...own,
      name: "observe, no model, small nursery",
      flags: lexical,
      asks: "question",
      nodeFlags: ["--max-semi-space-size=4"],
    }),
    await turncoat({ ...own, name: "observe, default detector", flags: [], asks: "question" }),
    await turncoat({
      ...own,
      name: "enforce, no model, cold",
      flags: [...enforce, ...lexical],
      asks: "cold",
    }),
    await turncoat({ ...own, name: "enforce, default, warm", flags: enforce, asks: "warm" }),
    await turncoat({ ...own, name: "enforce, default, cold", flags: enforce, asks: "cold" }),
  ];
  if (values.portkey !== undefined) opened.push(await portkey(resolve(values.portkey), mock));
  return opened;
}

const empty = (name: string): SubjectFigures => ({
  name,
  json: { subject: [], direct: [] },
  stream: { subject: [], direct: [] },
  closed: [
    ...levels.map((underWay) => ({ underWay, isStream: false, loads: [] as LoadFigures[] })),
    { underWay: 50, isStream: true, loads: [] },
  ],
  open: [],
});

const random = seededRandom(5);

interface Running {
  readonly subjects: readonly Subject[];
  readonly straight: Subject;
}

async function warmUp({ subjects, straight }: Running): Promise<void> {
  const shape = {
    kind: "closed",
    underWay: 50,
    count: mostRequests,
    seconds: warmUpSeconds,
  } as const;
  for (const subject of [straight, ...subjects]) {
    for (const isStream of [false, true]) await underLoad(subject, shape, isStream);
  }
}

/** Pairs and closed loops; the order of subjects is drawn anew each round. The round before the first does not count. */
async function sequentialAndClosed(
  { subjects, straight }: Running,
  figures: ReadonlyMap<Subject, SubjectFigures>,
): Promise<void> {
  for (let round = -1; round < rounds; round++) {
    for (const subject of shuffled([straight, ...subjects], random)) {
      const unkept = empty(subject.name);
      const own = (round < 0 ? null : figures.get(subject)) ?? unkept;
      if (subject !== straight) await pairs(subject, straight, own);
      await closedLoads(subject, own);
    }
  }
}

async function closedLoads(subject: Subject, { closed }: SubjectFigures): Promise<void> {
  for (const { underWay, isStream, loads } of closed) {
    const shape = { kind: "closed", underWay, count: mostRequests, seconds } as const;
    loads.push(await underLoad(subject, shape, isStream));
  }
}

async function pairs(subject: Subject, straight: Subject, own: SubjectFigures): Promise<void> {
  for (const isStream of [false, true]) {
    const found = await pairedRounds(
      { subject, direct: straight },
      { count: pairsEach, isStream, random },
    );
    const kept = isStream ? own.stream : own.json;
    kept.subject.push(...found.subject);
    kept.direct.push(...found.direct);
  }
}

/** Constant arrival at shares of what each one has reached with 50 under way. */
async function openLoads(
  { subjects, straight }: Running,
  figures: ReadonlyMap<Subject, SubjectFigures>,
): Promise<void> {
  for (const subject of subjects) {
    const own = figures.get(subject);
    const most = own?.closed.find(({ underWay, isStream }) => underWay === 50 && !isStream);
    const saturation = quantile(most?.loads.map(({ perSecond }) => perSecond) ?? [0], 0.5);
    for (const share of shares) {
      own?.open.push({ share, perSecond: Math.max(1, saturation * share), loads: [], direct: [] });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const subject of shuffled(subjects, random)) {
      for (const { perSecond, loads, direct: less } of figures.get(subject)?.open ?? []) {
        const count = Math.ceil(perSecond * seconds);
        const shape = { kind: "open", perSecond, count, dropped: count } as const;
        loads.push(await underLoad(subject, shape, false));
        less.push(await underLoad(straight, shape, false));
      }
    }
  }
}

const startedAt = performance.now();
const folder = await mkdtemp(join(tmpdir(), "turncoat-load-"));
const mock = await startMock();
const straight = direct(mock.origin);
const subjects = await openSubjects(mock.origin, folder);
const figures = new Map([straight, ...subjects].map((one) => [one, empty(one.name)]));
try {
  await warmUp({ subjects, straight });
  await sequentialAndClosed({ subjects, straight }, figures);
  await openLoads({ subjects, straight }, figures);
} finally {
  for (const subject of subjects) await subject[Symbol.asyncDispose]();
  await mock[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 1e9),
  node: process.version,
  rounds,
  elapsedSeconds: Math.round((performance.now() - startedAt) / 1000),
};
const all = [...figures.values()];
const text = [
  `${machine.cores} cores, ${machine.cpu}, ${machine.memoryGigabytes} GB, Node ${machine.node}, ${rounds} rounds, ${machine.elapsedSeconds} s. Where a figure comes near the direct one, generator and mock are what is full.`,
  loadReport(all, random),
].join("\n\n");
console.log(text);
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, "load.md"), `${text}\n`);
await writeFile(join(values.out, "load.json"), JSON.stringify({ machine, subjects: all }));
