import type { TurnToScore } from "../ports/index.ts";
import { type EvidenceLane, type EvidenceQueueOptions, evidenceQueue } from "./evidence-queue.ts";
import { type EvidenceReaderFound, readerOf } from "./evidence-reader-found.ts";
import { type EvidenceThread, startEvidenceThread, type ThreadOptions } from "./evidence-thread.ts";
import type { EvidenceOptions } from "./open-evidence.ts";
import { shortestTurn } from "./shortest-turn.ts";

/** How turns are read in threads. */
export interface EvidenceReaderOptions
  extends EvidenceOptions,
    Pick<EvidenceQueueOptions, "mostWaiting" | "batchTurns"> {
  /** Threads that each hold the detectors, with `threads` of the engine's own; default 1. */
  readonly workers?: number | undefined;
  /** Longest time for one batch, in milliseconds, before its thread counts as broken; default 2 min. */
  readonly mostBatchMs?: number | undefined;
  readonly restart: RestartOptions;
}

/** How a thread that broke is started again. */
export interface RestartOptions {
  /** Starts one after another without a batch read between them before the thread is given up. */
  readonly most: number;
  /**
   * Called before each of them.
   *
   * @param count  from 1
   */
  wait(count: number): Promise<void>;
}

/**
 * A reader whose detectors run in threads of their own, never on the event loop. A thread that breaks is started
 * again; no turn is lost with it. The first thread is started alone, so that a model is pulled once.
 *
 * @throws TurncoatError as {@link openEvidence}; `cancelled`
 * @throws RangeError for a number of workers below 1
 */
export async function openEvidenceReader(
  options: EvidenceReaderOptions,
): Promise<EvidenceReaderFound> {
  const { workers = 1, mostBatchMs = 120_000, restart } = options;
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RangeError(`workers must be a whole number of at least 1, not ${workers}`);
  }
  const starting = { ...options, mostBatchMs };
  const first = await startEvidenceThread(starting);
  const threads = [first];
  try {
    while (threads.length < workers) threads.push(await startEvidenceThread(starting));
  } catch (error) {
    for (const thread of threads) await thread.close();
    throw error;
  }
  // A broken thread is started again long after the caller's wish to stop the first start is over.
  const again = { ...starting, signal: new AbortController().signal };
  const lanes = threads.map((thread) => restartedLane(thread, again, restart));
  const queue = evidenceQueue({ ...options, lanes });
  return readerOf(queue, first.facts, async () => {
    for (const lane of lanes) await lane.close();
  });
}

interface RestartedLane extends EvidenceLane {
  close(): Promise<void>;
}

function restartedLane(
  first: EvidenceThread,
  options: ThreadOptions,
  { most, wait }: RestartOptions,
): RestartedLane {
  let thread: EvidenceThread | null = first;
  let starts = 0;
  const { facts } = first;
  const ids = facts.detectors.map(({ id }) => id);
  const start = async (): Promise<EvidenceThread | null> => {
    const started = await startEvidenceThread(options).catch(() => null);
    // A model or a profile that was changed on disk would give evidence under the wrong name.
    if (started === null || started.facts.version === facts.version) return started;
    await started.close();
    return null;
  };
  return {
    async read(turns: readonly TurnToScore[]) {
      if (thread === null) throw new RangeError("its thread has ended");
      const evidence = await thread.read(turns.map((turn) => shortestTurn(turn, ids)));
      starts = 0;
      return evidence;
    },
    async recover() {
      thread = null;
      while (thread === null && starts < most) {
        starts += 1;
        await wait(starts);
        thread = await start();
      }
      return thread !== null;
    },
    async close() {
      await thread?.close();
    },
  };
}
