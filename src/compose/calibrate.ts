import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  type Calibration,
  calibrationSchema,
  defaultCalibration,
  invalidInput,
  type Profile,
  type TurnReading,
} from "../core/index.ts";
import { type FitFigures, fitEvidence, type LabelledTurn, whyNoFit } from "../measure/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { Detector, ScoreCache } from "../ports/index.ts";
import { reliabilitySvg } from "../report/index.ts";
import { scoreTurns } from "../scan/index.ts";
import { type Places, placesFromEnvironment } from "./environment.ts";
import { type LabelledReply, labelledReplies, type SkippedLine } from "./labelled-turns.ts";
import { loadCalibration } from "./load-calibration.ts";
import { loadProfile } from "./load-profile.ts";
import { defaultDetector, type OpenDetector, openDetector } from "./open-detector.ts";
import { openScores } from "./open-scores.ts";

/** What to calibrate with. Only `labels` and `output` have no default. */
export interface CalibrateOptions {
  /** File of labelled turns, one JSON object a line; see docs/guide/calibrate.md. */
  readonly labels: string;
  /** The calibration's file; `reliability.svg` is written beside it. */
  readonly output: string;
  /** Detectors, fitted together; default `exemplar`. */
  readonly detectors?: readonly string[];
  /** A built-in profile's id (default `assistant`), a profile folder, or one behaviour's YAML file. */
  readonly profile?: string;
  /** Form of the map from scores to nats; default `logistic`. `isotonic` takes one detector. */
  readonly map?: "logistic" | "isotonic";
  /** A run folder or calibration whose parameters, remedies and subject are taken over. */
  readonly run?: string;
  /** Who wrote the replies, `provider:model`; default the run's. */
  readonly subject?: string;
  /** Whether scores are kept and reused; default true. */
  readonly cache?: boolean;
  /** Threads of the embedding engine; default one less than the cores. */
  readonly threads?: number;
  readonly places?: Places;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CalibrateProgress) => void;
  readonly onPull?: (progress: PullProgress) => void;
  readonly onNotice?: (notice: string) => void;
}

/** How many turns are scored. */
export interface CalibrateProgress {
  readonly done: number;
  readonly turns: number;
}

/** A calibration that was written. */
export interface CalibrateOutcome {
  readonly calibration: Calibration;
  readonly figures: FitFigures;
  /** Lines that could not be used. */
  readonly skipped: readonly SkippedLine[];
  /** Labelled turns that a detector could not score. */
  readonly unscored: readonly SkippedLine[];
  /** Files that were written. */
  readonly outputs: readonly string[];
}

/**
 * Fits how detectors' scores become evidence to turns that a person labelled, and writes the calibration.
 *
 * @throws TurncoatError `invalid-input` for a file that cannot be read, too few labels, one kind only, or
 *   detectors that tell nothing about these labels; else as the detectors say
 */
export async function calibrate(options: CalibrateOptions): Promise<CalibrateOutcome> {
  const output = resolve(options.output);
  if ((await stat(output).catch(() => null))?.isDirectory() === true) {
    throw invalidInput(`${options.output} is a folder; name a file, e.g. -o calibration.json`);
  }
  const { names, map } = designOf(options);
  const { replies, skipped } = labelledReplies(await textOf(options.labels));
  refuseTooFew(replies, skipped);
  const profile = await loadProfile(options.profile ?? "assistant");
  const given = options.run === undefined ? defaultCalibration : await loadCalibration(options.run);
  noticeOtherProfile(given, profile.id, options);
  const { rows, unscored, detectors } = await scored(replies, { names, profile }, options);
  refuseTooFew(rows, [...skipped, ...unscored]);
  const fit = fitEvidence(rows, { detectors, map });
  if (fit === null) {
    throw invalidInput(
      `${names.join(", ")} cannot tell these labels apart: on labels it has not seen, the evidence of off-profile turns is no higher than that of the others (${rows.length} labels); nothing was written`,
    );
  }
  const calibration = calibrationSchema.parse({
    ...given,
    subject: options.subject ?? given.subject,
    profile: profile.id,
    evidence: fit.evidence,
  });
  const plot = join(dirname(output), "reliability.svg");
  await mkdir(dirname(output), { recursive: true });
  await writeFile(plot, plotOf(fit.figures, names));
  await writeFile(output, `${JSON.stringify(calibration, null, 2)}\n`);
  return { calibration, figures: fit.figures, skipped, unscored, outputs: [output, plot] };
}

function designOf({ detectors, map = "logistic" }: CalibrateOptions) {
  const names = detectors ?? [defaultDetector];
  if (map === "isotonic" && names.length !== 1) {
    throw invalidInput(
      `an isotonic map takes one detector, not ${names.length} (${names.join(", ")}); --map logistic fits several together`,
    );
  }
  return { names, map };
}

/** Most bytes of a file of labels: it is read whole. */
const mostBytes = 256_000_000;

async function textOf(file: string): Promise<string> {
  const facts = await stat(file).catch(() => null);
  if (facts === null) throw invalidInput(`there is no file of labels at ${file}`);
  if (facts.isDirectory()) throw invalidInput(`${file} is a folder; name a file of labelled turns`);
  if (facts.size > mostBytes) {
    throw invalidInput(
      `${file} is too large for labels: ${facts.size} bytes, at most ${mostBytes}`,
    );
  }
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`${file} cannot be read: ${reason}`);
  }
}

/** Most lines whose fault is told with a refusal. */
const mostTold = 5;

function refuseTooFew(
  rows: readonly Pick<LabelledTurn, "turned" | "group">[],
  left: readonly SkippedLine[],
): void {
  const reason = rows.length === 0 ? "there is no labelled turn to fit on" : whyNoFit(rows);
  if (reason === null) return;
  const also = left.length === 0 ? "" : ` (${left.length} more cannot be used)`;
  throw invalidInput(
    `${reason}${also}`,
    left.slice(0, mostTold).map(({ line, reason: why }) => `line ${line}: ${why}`),
  );
}

function noticeOtherProfile(
  { profile }: Calibration,
  id: string,
  { onNotice }: CalibrateOptions,
): void {
  if (profile === null || profile === id) return;
  onNotice?.(
    `the run was made with the profile ${profile}; its parameters and remedies are taken over for ${id}`,
  );
}

interface Scored {
  readonly rows: readonly LabelledTurn[];
  readonly unscored: readonly SkippedLine[];
  readonly detectors: readonly { readonly id: string; readonly version: string }[];
}

async function scored(
  replies: readonly LabelledReply[],
  { names, profile }: { readonly names: readonly string[]; readonly profile: Profile },
  options: CalibrateOptions,
): Promise<Scored> {
  const places = options.places ?? placesFromEnvironment();
  const opened: OpenDetector[] = [];
  try {
    for (const name of names)
      opened.push(await openDetector(name, { ...options, places, profile }));
    const detectors = opened.map(({ detector }) => detector);
    await using cache = await openScores(detectors, { ...options, places });
    const found = await scoreAll(replies, detectors, { cache, options });
    return { ...found, detectors: detectors.map(({ id, version }) => ({ id, version })) };
  } finally {
    for (const one of opened) await one[Symbol.asyncDispose]();
  }
}

/** Turns that are scored together: enough for batches of like length. */
const together = 256;

async function scoreAll(
  replies: readonly LabelledReply[],
  detectors: readonly Detector[],
  { cache, options }: { readonly cache: ScoreCache; readonly options: CalibrateOptions },
): Promise<Omit<Scored, "detectors">> {
  const rows: LabelledTurn[] = [];
  const unscored: SkippedLine[] = [];
  for (let start = 0; start < replies.length; start += together) {
    const some = replies.slice(start, start + together);
    const turns = some.map(({ turn }) => turn);
    const found = await scoreTurns(turns, detectors, { cache, signal: options.signal });
    for (const [index, { line, turned, group, conversation }] of some.entries()) {
      const { scores, reason } = scoresOf(found[index]?.readings ?? []);
      if (reason === null) rows.push({ scores, turned, group, conversation });
      else unscored.push({ line, reason });
    }
    options.onProgress?.({ done: start + some.length, turns: replies.length });
  }
  return { rows, unscored };
}

/** A joint map needs every score; the reason is that of the first detector without one. */
function scoresOf(readings: readonly TurnReading[]) {
  const scores: number[] = [];
  for (const reading of readings) {
    if (reading.kind === "unscored") return { scores, reason: reading.reason };
    scores.push(reading.score);
  }
  return { scores, reason: null };
}

function plotOf({ curve, labels, turned, slope, brier }: FitFigures, names: readonly string[]) {
  const stated =
    slope === null
      ? "no slope: the kinds part without a miss"
      : `slope ${slope.value.toFixed(2)} [${slope.interval.low.toFixed(2)}, ${slope.interval.high.toFixed(2)}]`;
  return reliabilitySvg({
    curve,
    title: `Reliability of ${names.join(" with ")}`,
    note: `${labels} labels, ${turned} off; Brier ${brier.toFixed(3)}; ${stated}`,
  });
}
