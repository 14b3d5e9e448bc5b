import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { type Evidence, TurncoatError } from "../core/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { TurnToScore } from "../ports/index.ts";
import type { EvidenceFacts } from "./evidence-facts.ts";
import type { WorkerOptions, WorkerReply, WorkerRequest } from "./evidence-worker-messages.ts";

/** A thread with detectors that are open. */
export interface EvidenceThread {
  readonly facts: EvidenceFacts;
  /** One batch at a time. @throws when the thread ends, or takes too long and is ended */
  read(turns: readonly TurnToScore[]): Promise<readonly Evidence[]>;
  /** Closes the detectors and ends the thread. */
  close(): Promise<void>;
}

/** How a thread is started. */
export interface ThreadOptions extends WorkerOptions {
  /** Longest time for one batch, in milliseconds; a thread that takes longer is ended. */
  readonly mostBatchMs: number;
  readonly signal: AbortSignal;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
}

/**
 * Starts a thread and waits until its detectors are open.
 *
 * @throws TurncoatError as the detectors say; `cancelled`
 */
export async function startEvidenceThread(options: ThreadOptions): Promise<EvidenceThread> {
  const { signal, mostBatchMs, onPull, onNotice } = options;
  if (signal.aborted) throw stopped();
  const worker = newWorker(options);
  const next = nextReply(worker, { onPull, onNotice });
  const stop = () => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const first = await next();
    if (first.kind === "failed") throw failed(first);
    if (first.kind !== "ready") throw new RangeError(`a thread began with ${first.kind}`);
    return {
      facts: first.facts,
      async read(turns) {
        const reply = next();
        const late = setTimeout(() => void worker.terminate(), mostBatchMs);
        try {
          post(worker, { kind: "read", turns });
          const answer = await reply;
          if (answer.kind !== "evidence") throw new RangeError(`no evidence but ${answer.kind}`);
          return answer.evidence;
        } finally {
          clearTimeout(late);
        }
      },
      async close() {
        const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
        post(worker, { kind: "close" });
        const late = setTimeout(() => void worker.terminate(), closeMs);
        await ended;
        clearTimeout(late);
      },
    };
  } catch (error) {
    await worker.terminate();
    throw signal.aborted ? stopped() : error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Longest time that detectors may take to close, in milliseconds. */
const closeMs = 10_000;

/** The usual room for new objects is 48 MB a thread, which nothing here is faster for. */
const smallNursery = { maxYoungGenerationSizeMb: 12 };

function newWorker(options: ThreadOptions): Worker {
  const { profile, detectors, calibration, threads, places } = options;
  // The environment of a process is an object of its own kind, which cannot be sent.
  const sent: WorkerOptions = {
    profile,
    detectors,
    calibration,
    threads,
    places: { ...places, environment: { ...places.environment } },
  };
  const given = { workerData: sent, execArgv: [], resourceLimits: smallNursery };
  return import.meta.url.endsWith(".ts")
    ? new Worker(sourceStart(new URL("./evidence-worker.ts", import.meta.url)), {
        ...given,
        eval: true,
      })
    : new Worker(new URL("./evidence-worker.js", import.meta.url), given);
}

/**
 * A script that starts a thread from source. A thread has no loader of TypeScript, neither from the thread that
 * starts it nor by a flag, which tsx heeds in the first thread only.
 */
function sourceStart(worker: URL): string {
  // Its twin for `require` looks for the loader in a place where it is not (tsx 4.23).
  const loader = createRequire(import.meta.url)
    .resolve("tsx/esm/api")
    .replace(/cjs$/, "mjs");
  const [api, start] = [pathToFileURL(loader).href, worker.href].map((url) => JSON.stringify(url));
  return `import(${api}).then(({ register }) => { register(); return import(${start}); });`;
}

function post(worker: Worker, request: WorkerRequest): void {
  worker.postMessage(request);
}

/** Waits for the next reply that is an answer; progress and notices are passed on meanwhile. */
function nextReply(
  worker: Worker,
  { onPull, onNotice }: Pick<ThreadOptions, "onPull" | "onNotice">,
): () => Promise<WorkerReply> {
  let ended: Error | null = null;
  let waiter: { resolve(reply: WorkerReply): void; reject(error: Error): void } | null = null;
  const end = (error: Error) => {
    ended ??= error;
    waiter?.reject(ended);
    waiter = null;
  };
  worker.on("message", (reply: WorkerReply) => {
    if (reply.kind === "pull") return onPull(reply.progress);
    if (reply.kind === "notice") return onNotice(reply.notice);
    waiter?.resolve(reply);
    waiter = null;
  });
  worker.on("error", (error: unknown) =>
    end(error instanceof Error ? error : new RangeError(String(error))),
  );
  worker.on("exit", (code) => end(new RangeError(`its thread ended with code ${code}`)));
  return () =>
    new Promise((resolve, reject) => {
      if (ended !== null) reject(ended);
      else waiter = { resolve, reject };
    });
}

function failed({ message, failure }: Extract<WorkerReply, { kind: "failed" }>): Error {
  return failure === null ? new RangeError(message) : new TurncoatError(message, failure);
}

function stopped(): TurncoatError {
  return new TurncoatError("stopped before the end", { kind: "cancelled" });
}
