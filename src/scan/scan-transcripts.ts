import type { Calibration, Evidence, Transcript, TranscriptPath } from "../core/index.ts";
import { pathsOf } from "../core/index.ts";
import { believe } from "../measure/index.ts";
import type { ScannedConversation, TurnToScore } from "../ports/index.ts";
import { assistantTurns } from "./assistant-turns.ts";
import { detectorsOf, type EvidenceModel, evidenceOf, natsOfReadings } from "./evidence-model.ts";
import { scanRecord } from "./scan-record.ts";
import { type ScoredTurn, scoreTurns, type TurnScorerOptions } from "./turn-scorer.ts";

/** How transcripts are scanned. */
export interface ScanOptions extends TurnScorerOptions {
  readonly model: EvidenceModel;
  readonly calibration: Calibration;
  readonly isCalibrated: boolean;
  /** Flip probability from which a conversation counts as flipped, in (0, 1]. */
  readonly threshold: number;
  /** Most assistant turns scored together; default 256. The first batches are smaller. */
  readonly batchTurns?: number;
}

/** What is scanned: a conversation, or what stands for one that could not be read. */
export type ScanItem =
  | { readonly kind: "transcript"; readonly transcript: Transcript }
  | SkippedItem;

/** A record, or a whole file, that could not be read. */
export interface SkippedItem {
  readonly kind: "skipped";
  /** The file's name as people know it. */
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
  readonly isFile: boolean;
}

/** One conversation that was scanned, or what could not be read. */
export type ScanEvent =
  | {
      readonly kind: "scanned";
      readonly scanned: ScannedConversation;
      readonly assistantTurns: number;
      readonly unscoredTurns: number;
      readonly cachedTurns: number;
    }
  | SkippedItem;

/**
 * Scans what importers give, in order. Turns of several conversations are scored together, and the next
 * batch is read while one is scored; memory is bounded by two batches and the largest conversation.
 *
 * @throws TurncoatError when a detector cannot work, or the signal aborts; what was yielded stands
 */
export async function* scanTranscripts(
  items: AsyncIterable<ScanItem>,
  options: ScanOptions,
): AsyncIterable<ScanEvent> {
  const batches = batchesOf(items, options.batchTurns ?? 256);
  let next = batches.next();
  try {
    for (;;) {
      const { done, value: batch } = await next;
      if (done === true) return;
      // Read on while the detectors work; a failure to read waits for its turn.
      next = batches.next();
      next.catch(() => undefined);
      yield* await scanBatch(batch, options);
    }
  } finally {
    await batches.return(undefined);
  }
}

type Pending =
  | {
      readonly kind: "path";
      readonly transcript: Transcript;
      readonly path: TranscriptPath;
      readonly turns: readonly TurnToScore[];
    }
  | SkippedItem;

/** Small batches first, so that the first result is there at once. */
const firstBatchTurns = 8;

async function* batchesOf(
  items: AsyncIterable<ScanItem>,
  most: number,
): AsyncGenerator<readonly Pending[], undefined> {
  let limit = Math.min(firstBatchTurns, most);
  let batch: Pending[] = [];
  let turns = 0;
  for await (const item of items) {
    for (const pending of pendingOf(item)) {
      batch.push(pending);
      turns += pending.kind === "path" ? pending.turns.length : 1;
      if (turns < limit) continue;
      yield batch;
      [batch, turns, limit] = [[], 0, Math.min(2 * limit, most)];
    }
  }
  if (batch.length > 0) yield batch;
  return undefined;
}

function* pendingOf(item: ScanItem): Iterable<Pending> {
  if (item.kind === "skipped") {
    yield item;
    return;
  }
  const { transcript } = item;
  for (const path of pathsOf(transcript)) {
    yield { kind: "path", transcript, path, turns: assistantTurns(path) };
  }
}

async function scanBatch(
  batch: readonly Pending[],
  options: ScanOptions,
): Promise<readonly ScanEvent[]> {
  const turns = batch.flatMap((pending) => (pending.kind === "path" ? pending.turns : []));
  const scored = await scoreTurns(turns, detectorsOf(options.model), options);
  let used = 0;
  return batch.map((pending) => {
    if (pending.kind === "skipped") return pending;
    const own = scored.slice(used, used + pending.turns.length);
    used += pending.turns.length;
    return scannedEvent(pending, own, options);
  });
}

function scannedEvent(
  { transcript, path }: { readonly transcript: Transcript; readonly path: TranscriptPath },
  scored: readonly ScoredTurn[],
  options: ScanOptions,
): ScanEvent {
  const { model, calibration } = options;
  const evidence: readonly Evidence[] = scored.map(({ readings }) => evidenceOf(readings, model));
  const belief = believe(evidence, calibration.parameters, model.dependence);
  const detectorIds = detectorsOf(model).map(({ id }) => id);
  const nats = scored.map(({ readings }) => natsOfReadings(readings, model));
  const found = { transcript, path, scored, nats, evidence, belief, detectorIds };
  const record = scanRecord(found, options);
  return {
    kind: "scanned",
    scanned: { record, transcript, path },
    assistantTurns: evidence.length,
    unscoredTurns: evidence.filter(({ kind }) => kind === "unscored").length,
    cachedTurns: scored.filter(({ isCached }) => isCached).length,
  };
}
