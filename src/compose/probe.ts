import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TurncoatError } from "../core/index.ts";
import type { DetectorKind } from "../detectors/index.ts";
import {
  type Evaluated,
  evaluate,
  type Plan,
  type ProbeResult,
  probeResult,
  type SessionResult,
} from "../measure/index.ts";
import type { ChatModel, ForkReader, JournalEntry, RunStore } from "../ports/index.ts";
import { sampledReadout, slipJudgement } from "../readouts/index.ts";
import {
  type Budget,
  cellReadings,
  costUsd,
  countRun,
  dollars,
  type JournalContent,
  metered,
  readJournal,
  readSessions,
  runProbe,
  type SessionContent,
  sessionTokens,
  type TokenCount,
} from "../run/index.ts";
import { openFileRunStore, runFolder } from "../stores/index.ts";
import { bankDetector } from "./bank-detector.ts";
import { machineFacts } from "./machine.ts";
import { modelSpec } from "./model-spec.ts";
import { openReplyReaders, type ReplyReaders } from "./open-reply-readers.ts";
import { type OpenSubject, openSubject, type SubjectOptions } from "./open-subject.ts";
import { journaledTokens, outcomeText, type RunCost, runCost, wasSpent } from "./outcome.ts";
import { defaultModel, type ProbeOptions, planFor, type Settled, settle } from "./probe-plan.ts";
import {
  calibrationText,
  joinedProgress,
  outsideSessions,
  sessionsFound,
  sessionsOf,
  sessionsWithDetector,
  withoutSessions,
} from "./probe-sessions.ts";
import { type RunIdentity, runIdentity, runName } from "./run-identity.ts";
import { writeReport } from "./write-report.ts";

export { defaultModel, type ProbeOptions, planFor, settle } from "./probe-plan.ts";

/** A finished probe. */
export interface ProbeOutcome {
  readonly result: ProbeResult;
  /** The run's folder. */
  readonly folder: string;
  /** The page to open. */
  readonly report: string;
  /** What it cost over all starts; `null` for a model on this machine. */
  readonly cost: RunCost | null;
}

/**
 * Probes a subject: how it flips, stays flipped and recovers, with controls and intervals.
 *
 * Writes a run folder (`header.json`, `journal.jsonl`, `outcome.json`, `calibration.json`, `result.json`,
 * `report.html`). Cells
 * that an earlier, interrupted start of the same run had finished are reused. A budget that ends stops it
 * with a `budget` failure; `outcome.json` then says what was spent.
 *
 * @throws TurncoatError saying what happened and what to do
 */
export async function probe(options: ProbeOptions = {}): Promise<ProbeOutcome> {
  const { plan: planned, profile } = await planFor(options);
  const settled = settle(options);
  const notices: string[] = [];
  const onNotice = (notice: string) => {
    notices.push(notice);
    options.onNotice?.(notice);
  };
  const onPull: SubjectOptions["onPull"] = (progress) => options.onPull?.(progress);
  const { baseUrl } = options;
  const { seed } = planned.settings;
  const asked = { ...settled, profile, seed, baseUrl, onNotice, onPull };
  await using subject = await openSubject(options.model ?? defaultModel, asked);
  const behaviours = planned.behaviours.map(({ behaviour }) => behaviour);
  await using readers = needsReaders(planned, options)
    ? await openReplyReaders({ ...settled, behaviours, detector: detectorFor(options), onPull })
    : null;
  const plan = readers === null ? planned : withDetector(planned, readers.version, options);
  return await probeSubject({ subject, readers, plan, settled, options, notices });
}

function needsReaders({ settings }: Plan, { ownSlips }: ProbeOptions): boolean {
  const { sampled, sessions } = settings;
  return sampled !== undefined || sessions !== undefined || ownSlips === true;
}

/** Known-answer subjects speak in the bank's own words, which no model is needed to read. */
function detectorFor({ model = defaultModel, detector }: ProbeOptions): DetectorKind | undefined {
  return detector ?? (modelSpec(model).kind === "known" ? bankDetector : undefined);
}

/** Whether the subject's own slips are searched. */
function searchesSlips({ settings }: Plan, { ownSlips }: ProbeOptions): boolean {
  return settings.sampled !== undefined || ownSlips === true;
}

/** The plan with the detector's version, which decides what is read. */
function withDetector(plan: Plan, detector: string, options: ProbeOptions): Plan {
  const { settings } = plan;
  const { sampled, sessions } = settings;
  const isSearch = sampled === undefined && searchesSlips(plan, options);
  return {
    ...plan,
    settings: {
      ...settings,
      ...(isSearch ? { slipDetector: detector } : {}),
      ...(sampled === undefined ? {} : { sampled: { ...sampled, detector } }),
      ...sessionsWithDetector(sessions, detector),
    },
  };
}

interface Work {
  readonly subject: OpenSubject;
  readonly readers: ReplyReaders | null;
  readonly plan: Plan;
  readonly settled: Settled;
  readonly options: ProbeOptions;
  /** Filled while it runs. */
  readonly notices: readonly string[];
}

async function probeSubject(work: Work): Promise<ProbeOutcome> {
  const { subject, plan, settled, options } = work;
  const identity = runIdentity(plan, {
    model: subject.id,
    fingerprint: subject.fingerprint,
    engine: subject.engine,
    contextSize: settled.contextSize,
    delta: settled.delta,
  });
  const folder = runFolder(settled.places.home, options.run ?? runName(identity));
  const machine = await machineFacts();
  const environment = { ...machine, threads: settled.threads, lanes: settled.lanes };
  await using store = await openFileRunStore({ folder, header: { identity, environment } });
  for (const notice of store.notices) options.onNotice?.(notice);
  const { content, sessions: talked, cost } = await runInto(store, work);
  const cells = cellReadings(content);
  const sessions = sessionsFound(talked, plan, options.sessionCosts);
  const { evaluated, result } = resultOf(content, sessions, work);
  const learned = { plan, subject: subject.id, evaluated, cells, sessions };
  await store.write("calibration.json", calibrationText(learned));
  await store.write("result.json", `${JSON.stringify(result, null, 2)}\n`);
  const facts = [...runFacts(identity, environment), ...costFacts(cost)];
  const generated = [...content.turns.values()];
  const page = await writeReport({ plan, evaluated, result, cells, generated, facts });
  await store.write("report.html", page);
  return { result, folder, report: join(folder, "report.html"), cost };
}

interface Ran {
  readonly content: JournalContent;
  readonly sessions: SessionContent;
  readonly cost: RunCost | null;
}

/** Runs the plan into a store, and writes down how that went, however it went. */
async function runInto(store: RunStore, work: Work): Promise<Ran> {
  const { subject, readers, plan, settled, options, notices } = work;
  const entries: JournalEntry[] = [...store.finished];
  const watched: RunStore = {
    ...store,
    append: async (entry) => {
      await store.append(entry);
      entries.push(entry);
    },
  };
  const startedAt = Date.now();
  const earlier = earlierTokens(entries);
  const before = await readFile(join(store.location, "outcome.json"), "utf8").catch(() => null);
  const budget = budgetOf(earlier, before, work);
  const { chat, spending } = metered(subject.chat, budget);
  const write = async (stoppedBy: string | null) => {
    const content = readJournal(outsideSessions(entries));
    const counts = countRun(content);
    const cost = subject.isRemote ? runCost(earlier, spending(), settled.prices) : null;
    const modelIds = [...new Set([subject.id, ...servedIn(content), ...spending().servedModels])];
    const { hosts } = subject;
    const times = { startedAt, endedAt: Date.now() };
    const limitUsd = budget?.limitUsd ?? null;
    const facts = { ...times, hosts, modelIds, counts, cost, limitUsd, notices, stoppedBy };
    const text = outcomeText(facts);
    await store.write("outcome.json", text);
    return cost;
  };
  const lanes = subject.isRemote ? settled.concurrency : settled.lanes;
  const progress = joinedProgress(plan, store.finished, (each) => options.onProgress?.(each));
  try {
    const content = await runProbe({
      plan,
      scorer: subject.scorer,
      chat,
      ...readingWith(chat, work),
      ...(readers === null || !searchesSlips(plan, options)
        ? {}
        : { slipJudge: slipJudgement(readers.readerOf) }),
      concurrency: lanes,
      store: withoutSessions(watched),
      signal: settled.signal,
      onProgress: progress.ofArms,
    });
    const sessions = await sessionsOf({
      plan,
      subject,
      readers,
      chat,
      lanes,
      store: watched,
      signal: settled.signal,
      onProgress: progress.ofSessions,
    });
    return { content, sessions, cost: await write(null) };
  } catch (error) {
    await write(error instanceof TurncoatError ? error.failure.kind : "error");
    throw error;
  }
}

/** What earlier starts have sent and received, sessions included. */
function earlierTokens(entries: readonly JournalEntry[]): ReturnType<typeof journaledTokens> {
  const arms = journaledTokens(readJournal(outsideSessions(entries)));
  const sessions = sessionTokens(readSessions(entries));
  return {
    requests: arms.requests + sessions.requests,
    promptTokens: arms.promptTokens + sessions.promptTokens,
    generatedTokens: arms.generatedTokens + sessions.generatedTokens,
  };
}

function readingWith(chat: ChatModel, { readers, plan }: Work): { readonly forks?: ForkReader } {
  const { sampled } = plan.settings;
  if (sampled === undefined || readers === null) return {};
  const { replyTokens: maxTokens, temperature, topP } = sampled;
  const { readerOf } = readers;
  return { forks: sampledReadout({ chat, readerOf, maxTokens, temperature, topP }) };
}

function budgetOf(
  earlier: TokenCount,
  outcome: string | null,
  { settled: { prices }, options: { maxCostUsd } }: Work,
): Budget | null {
  if (maxCostUsd === undefined || prices === null) return null;
  return {
    prices,
    limitUsd: maxCostUsd,
    earlierUsd: costUsd(earlier, prices),
    isSpent: wasSpent(outcome, maxCostUsd, prices),
  };
}

function servedIn({ cells }: JournalContent): string[] {
  return [...cells.values()].flatMap((cell) =>
    cell.kind === "forks"
      ? cell.forks.flatMap(({ servedModel }) => (servedModel === undefined ? [] : [servedModel]))
      : [],
  );
}

function resultOf(
  content: JournalContent,
  sessions: SessionResult | null,
  { plan, subject, settled }: Work,
): { readonly evaluated: readonly Evaluated[]; readonly result: ProbeResult } {
  const evaluated = evaluate(plan, cellReadings(content), settled.delta);
  const result = probeResult(evaluated, {
    plan,
    model: subject.id,
    addedSystem: subject.addedSystem,
    delta: settled.delta,
    counts: countRun(content),
    sessions,
  });
  return { evaluated, result };
}

function costFacts(cost: RunCost | null): { readonly label: string; readonly value: string }[] {
  if (cost === null) return [];
  const { requests, promptTokens, generatedTokens, usd, isEstimated } = cost;
  const about = isEstimated ? " (partly estimated)" : "";
  const tokens = `${promptTokens} tokens sent and ${generatedTokens} received${about}`;
  const price = usd === null ? "" : `, ${dollars(usd)}`;
  return [{ label: "cost", value: `${requests} replies, ${tokens}${price}` }];
}

function runFacts(
  identity: RunIdentity,
  environment: {
    readonly cpu: string;
    readonly threads: number;
    readonly turncoat: string;
    readonly gitCommit: string | null;
  },
): { readonly label: string; readonly value: string }[] {
  return [
    { label: "engine", value: identity.engine },
    { label: "weights", value: identity.fingerprint },
    { label: "threads", value: String(environment.threads) },
    { label: "CPU", value: environment.cpu },
    { label: "turncoat", value: environment.turncoat },
    { label: "git commit", value: environment.gitCommit ?? "none" },
    { label: "rules", value: identity.rulesHash.slice(0, 12) },
    { label: "items", value: identity.profileHash.slice(0, 12) },
  ];
}
