import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Calibration, defaultCalibration, TurncoatError } from "../core/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { ScanSink, ScanTotals } from "../ports/index.ts";
import { type ScanReportBuilder, scanReportBuilder } from "../report/index.ts";
import { type ScanEvent, scanTranscripts } from "../scan/index.ts";
import { formatNamed } from "../transcripts/index.ts";
import { type Places, placesFromEnvironment } from "./environment.ts";
import { loadCalibration } from "./load-calibration.ts";
import { defaultThreads } from "./machine.ts";
import { type EvidenceFound, openEvidence } from "./open-evidence.ts";
import { openScores } from "./open-scores.ts";
import { newScanFolder } from "./scan-folder.ts";
import { type ScanInput, scanInputs } from "./scan-inputs.ts";
import { scanItems } from "./scan-items.ts";
import { type FileSink, lineSink, openFileSink } from "./scan-sinks.ts";
import { type ScanTally, scanTally } from "./scan-tally.ts";
import { writeScanReport } from "./write-report.ts";

/** What to scan, and how. Only `paths` has no default. */
export interface ScanOptions {
  /** Files and folders of logs. */
  readonly paths: readonly string[];
  /** Id of the format that every file is in; default: told from each file. */
  readonly format?: string;
  /** A built-in profile's id (default `assistant`), a profile folder, or one behaviour's YAML file. */
  readonly profile?: string;
  /** Detectors, default `exemplar`. */
  readonly detectors?: readonly string[];
  /** A calibration file, or the run folder that holds one; default: documented defaults. */
  readonly calibration?: string;
  /** Flip probability from which a conversation is flagged, in (0, 1]; default 0.5. */
  readonly threshold?: number;
  /** Files to write, the format by the ending; default `scan.jsonl` and `report.html` in a folder of their own. */
  readonly outputs?: readonly string[];
  /** Gets every record as a line of JSON as soon as it is there. */
  readonly onLine?: (line: string) => void;
  /** Whether scores are kept and reused; default true. */
  readonly cache?: boolean;
  /** Threads of the embedding engine; default one less than the cores. */
  readonly threads?: number;
  readonly places?: Places;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly onPull?: (progress: PullProgress) => void;
  /** Told what a person should know: a file that is no log, a calibration that does not fit. */
  readonly onNotice?: (notice: string) => void;
}

/** How far a scan is. */
export interface ScanProgress {
  readonly filesDone: number;
  readonly files: number;
  readonly bytesDone: number;
  readonly bytes: number;
  readonly conversations: number;
  readonly turns: number;
  /** Of `turns`, those whose score came from the cache. */
  readonly cachedTurns: number;
  readonly flagged: number;
  readonly skipped: number;
}

/** A finished scan, or as much as there was of it before an interrupt. */
export interface ScanOutcome {
  readonly totals: ScanTotals;
  /** The records that most deserve a look, in order; at most 20. */
  readonly top: ScanTally["top"]["items"];
  /** The first records and files that could not be read; at most 20. */
  readonly skipped: ScanTally["skipped"];
  /** Files that were written. */
  readonly outputs: readonly string[];
  /** The page to open; `null` where none was asked for. */
  readonly report: string | null;
  /** Files that folders held and that are no logs. */
  readonly ignored: number;
  /** Whether evidence was mapped by the calibration that was given. */
  readonly calibrated: boolean;
}

/** Flip probability from which a conversation is flagged unless told otherwise. */
export const defaultThreshold = 0.5;

/**
 * Scans past conversations for the turn at which they flipped.
 *
 * Records go to the outputs in order as they come. An interrupt finishes the files with what was scanned
 * and keeps every score in the cache, so that the same scan goes on where it stopped.
 *
 * @throws TurncoatError saying what happened and what to do
 */
export async function scan(options: ScanOptions): Promise<ScanOutcome> {
  const threshold = options.threshold ?? defaultThreshold;
  const places = options.places ?? placesFromEnvironment();
  const signal = options.signal ?? new AbortController().signal;
  const format = options.format === undefined ? null : formatNamed(options.format);
  const given =
    options.calibration === undefined ? null : await loadCalibration(options.calibration);
  const calibration = given ?? defaultCalibration;
  const inputs = await scanInputs(options.paths);
  const outputs = await outputPaths(options.outputs, places.home);
  await using evidence = await openEvidence({
    profile: options.profile ?? "assistant",
    detectors: options.detectors ?? null,
    calibration: given,
    threads: options.threads ?? defaultThreads(),
    places,
    signal,
    onPull: (progress) => options.onPull?.(progress),
    onNotice: (notice) => options.onNotice?.(notice),
  });
  await using sinks = await openSinks(outputs.files, { threshold, onLine: options.onLine });
  const work = { inputs, format, calibration, evidence, threshold, places, signal, options };
  const found = await scanInto(work, { sinks: sinks.sinks, isReported: outputs.report !== null });
  await endSinks(sinks.sinks, found.totals);
  if (outputs.report !== null) await writeReport(outputs.report, found);
  const { totals, tally, ignored } = found;
  return {
    totals,
    top: tally.top.items,
    skipped: tally.skipped,
    outputs: [...outputs.files, ...(outputs.report === null ? [] : [outputs.report])],
    report: outputs.report,
    ignored,
    calibrated: evidence.isCalibrated,
  };
}

interface Outputs {
  readonly files: readonly string[];
  readonly report: string | null;
}

async function outputPaths(asked: readonly string[] | undefined, home: string): Promise<Outputs> {
  if (asked === undefined || asked.length === 0) {
    const folder = await newScanFolder(home);
    return { files: [join(folder, "scan.jsonl")], report: join(folder, "report.html") };
  }
  const pages = asked.filter((path) => /\.html?$/i.test(path)).map((path) => resolve(path));
  return {
    files: asked.filter((path) => !/\.html?$/i.test(path)),
    report: pages[0] ?? null,
  };
}

interface OpenSinks extends AsyncDisposable {
  readonly sinks: readonly ScanSink[];
}

async function openSinks(
  files: readonly string[],
  { threshold, onLine }: { readonly threshold: number; readonly onLine: ScanOptions["onLine"] },
): Promise<OpenSinks> {
  const opened: FileSink[] = [];
  const close = async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
  };
  try {
    for (const file of files) opened.push(await openFileSink(file, threshold));
  } catch (error) {
    await close();
    throw error;
  }
  const lines = onLine === undefined ? [] : [lineSink(onLine, threshold)];
  return { sinks: [...opened.map(({ sink }) => sink), ...lines], [Symbol.asyncDispose]: close };
}

async function endSinks(sinks: readonly ScanSink[], totals: ScanTotals): Promise<void> {
  for (const sink of sinks) await sink.end(totals);
}

interface Work {
  readonly inputs: readonly ScanInput[];
  readonly format: ReturnType<typeof formatNamed> | null;
  readonly calibration: Calibration;
  readonly evidence: EvidenceFound;
  readonly threshold: number;
  readonly places: Places;
  readonly signal: AbortSignal;
  readonly options: ScanOptions;
}

interface Found {
  readonly totals: ScanTotals;
  readonly tally: ScanTally;
  readonly builder: ScanReportBuilder | null;
  readonly ignored: number;
}

async function scanInto(
  work: Work,
  { sinks, isReported }: { readonly sinks: readonly ScanSink[]; readonly isReported: boolean },
): Promise<Found> {
  const { inputs, calibration, evidence, threshold, signal, options } = work;
  const tally = scanTally(threshold);
  const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const at = { filesDone: 0, bytesDone: 0, ignored: 0 };
  const report = () =>
    options.onProgress?.({ ...tally.counts(), ...at, files: inputs.length, bytes });
  const items = scanItems(inputs, {
    format: work.format,
    signal,
    onBytes: (count) => {
      at.bytesDone += count;
    },
    onFile: () => {
      at.filesDone++;
      report();
    },
    onIgnored: () => {
      at.ignored++;
    },
  });
  const isCalibrated = evidence.isCalibrated;
  const builder = isReported
    ? scanReportBuilder({ threshold, calibration, isCalibrated, facts: evidence.facts })
    : null;
  await using cache = await openScores(evidence.detectors, {
    places: work.places,
    cache: options.cache,
    onNotice: options.onNotice,
  });
  const finish = (isComplete: boolean): Found => ({
    totals: tally.totals({ files: inputs.length, threshold, isComplete }),
    tally,
    builder,
    ignored: at.ignored,
  });
  try {
    const scanOptions = { model: evidence.model, calibration, isCalibrated, threshold };
    for await (const event of scanTranscripts(items, {
      ...scanOptions,
      cache,
      signal,
    })) {
      tally.add(event);
      await tell(event, sinks, builder);
      report();
    }
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return finish(false);
  }
  return finish(!signal.aborted);
}

async function tell(
  event: ScanEvent,
  sinks: readonly ScanSink[],
  builder: ScanReportBuilder | null,
): Promise<void> {
  if (event.kind === "skipped") {
    builder?.skipped(event);
    for (const sink of sinks) await sink.skipped(event);
    return;
  }
  builder?.add(event.scanned);
  for (const sink of sinks) await sink.write(event.scanned);
}

async function writeReport(path: string, { builder, totals }: Found): Promise<void> {
  if (builder === null) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await writeScanReport(builder.data(totals)));
}

function isCancelled(error: unknown): boolean {
  return error instanceof TurncoatError && error.failure.kind === "cancelled";
}
