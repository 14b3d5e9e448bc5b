import type { JsonObject, ScanRecord } from "../../core/index.ts";
import type { ScanSink, ScanTotals } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import type { ScanWriterOptions } from "../writers/scan-writer.ts";
import { shownSource, withoutHome } from "../writers/source-place.ts";
import { scanSample, scoreName, scorerName } from "./scan-sample.ts";
import { type WriteBytes, type ZipStream, zipStream } from "./zip-stream.ts";

/** What the writer of Inspect logs has to know of the scan. */
export interface InspectWriterOptions extends ScanWriterOptions {
  /** Unique for this scan: letters, digits and dashes. */
  readonly runId: string;
  readonly now: () => Date;
}

/** Schema version of the log that is written. */
const logVersion = 2;
/** Samples whose summaries are held before they go to the journal. */
const summariesAtATime = 100;
/** Longest text of a summary, in UTF-16 units. */
const shownLength = 200;
/** Problems that are listed; the rest are counted. */
const mostProblems = 1000;

/**
 * Writes what a scan found as an Inspect `.eval` log, one sample a conversation, which `inspect view` and
 * `inspect_ai.log.read_eval_log` open. Bytes are handed on as they come: what stays in memory is the
 * archive's directory, some 2 KB a conversation. A scan that is stopped gets status `cancelled`. Home
 * folders are not written out, but for what conversations say themselves.
 */
export const inspectWriter = {
  id: "inspect",
  title: "Inspect log",
  extensions: [".eval"],
  /** A sink that hands its bytes to `write`; whoever calls it awaits each call before the next. */
  open: inspectSink,
} as const;

interface Progress {
  hasStarted: boolean;
  samples: number;
  scored: number;
  /** Sum of the flip probabilities. */
  sum: number;
  summaries: JsonObject[];
  journals: number;
  readonly problems: JsonObject[];
  moreProblems: number;
}

const nothingYet = (): Progress => ({
  hasStarted: false,
  samples: 0,
  scored: 0,
  sum: 0,
  summaries: [],
  journals: 0,
  problems: [],
  moreProblems: 0,
});

function inspectSink(write: WriteBytes, options: InspectWriterOptions): ScanSink {
  const startedAt = options.now();
  const zip = zipStream(write, startedAt);
  const spec = specOf(options, startedAt);
  const idFor = uniqueIds();
  const progress = nothingYet();
  const start = async () => {
    if (progress.hasStarted) return;
    progress.hasStarted = true;
    await zip.add("_journal/start.json", json({ version: logVersion, eval: spec, plan }));
  };

  return {
    async write(scanned) {
      await start();
      const { record } = scanned;
      const id = idFor(memberName(record.id));
      const sample = scanSample(scanned, {
        id,
        shownSource: shownSource(record.source, options),
        now: startedAt.toISOString(),
      });
      await zip.add(`samples/${id}_epoch_1.json`, json(sample));
      count(progress, record);
      progress.summaries.push(summaryOf(sample, record));
      if (progress.summaries.length >= summariesAtATime) await flush(zip, progress);
    },
    async skipped({ source, line, reason }) {
      const problem = {
        source: shownSource(source, options),
        line,
        reason: withoutHome(reason, options),
      };
      if (progress.problems.length < mostProblems) progress.problems.push(problem);
      else progress.moreProblems += 1;
    },
    async end(totals) {
      await start();
      await flush(zip, progress);
      await zip.add("header.json", json(headerOf({ spec, progress, totals, options })));
      await zip.end();
    },
  };
}

function count(progress: Progress, { flipProbability }: ScanRecord): void {
  progress.samples += 1;
  if (flipProbability === null) return;
  progress.scored += 1;
  progress.sum += flipProbability;
}

const plan = { name: "plan", steps: [], config: {} };

/** What Inspect calls the task: there is no model that is run, and no dataset but the transcripts. */
function specOf({ runId, version }: InspectWriterOptions, started: Date): JsonObject {
  return {
    eval_id: runId,
    run_id: runId,
    task_id: runId,
    created: started.toISOString(),
    task: "turncoat_scan",
    task_version: 0,
    dataset: { name: "transcripts", shuffled: false },
    model: "none/none",
    config: {},
    packages: { turncoat: version },
    scorers: [{ name: scorerName }],
  };
}

function headerOf(given: {
  readonly spec: JsonObject;
  readonly progress: Progress;
  readonly totals: ScanTotals;
  readonly options: InspectWriterOptions;
}): JsonObject {
  const { spec, progress, totals, options } = given;
  const { samples, scored, sum, problems, moreProblems } = progress;
  const metadata = { totals, skipped: problems, skippedNotListed: moreProblems };
  const mean = scored === 0 ? {} : { mean: { name: "mean", value: sum / scored, params: {} } };
  return {
    version: logVersion,
    status: totals.isComplete ? "success" : "cancelled",
    eval: {
      ...spec,
      dataset: { name: "transcripts", samples, shuffled: false },
      metadata: { turncoat: metadata },
    },
    plan,
    results: {
      total_samples: samples,
      completed_samples: samples,
      scores: [
        {
          name: scoreName,
          scorer: scorerName,
          scored_samples: scored,
          unscored_samples: samples - scored,
          params: { threshold: totals.threshold },
          metrics: mean,
        },
      ],
    },
    stats: {
      started_at: spec["created"],
      completed_at: options.now().toISOString(),
      model_usage: {},
    },
  };
}

/**
 * Inspect shows these in its list of samples, and reads them from the journal where there is no other list.
 * Texts are cut: a summary is held in memory for a while.
 */
function summaryOf({ id, epoch, input, target }: JsonObject, record: ScanRecord): JsonObject {
  const { flipProbability: value, reason } = record;
  const score = { value, explanation: reason.slice(0, shownLength) };
  return {
    id,
    epoch,
    input: typeof input === "string" ? input.slice(0, shownLength) : "",
    target,
    scores: value === null ? {} : { [scoreName]: score },
    completed: true,
  };
}

async function flush(zip: ZipStream, progress: Progress): Promise<void> {
  if (progress.summaries.length === 0) return;
  progress.journals += 1;
  const name = `_journal/summaries/${progress.journals}.json`;
  const text = json(progress.summaries);
  progress.summaries = [];
  await zip.add(name, text);
}

/** An id as part of a member's name, which Inspect looks up by it: no path of its own. */
function memberName(id: string): string {
  return id.replace(/[\\/\p{Cc}]/gu, "_").slice(0, 1000) || "_";
}

/** A surrogate on its own as JSON writes it: no reader in Python takes that. */
const loneSurrogate = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

const json = (value: unknown) => JSON.stringify(value).replace(loneSurrogate, "$1\ufffd");
