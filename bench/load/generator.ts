/**
 * Load on loopback, bounded in count and time. Closed loop (so many requests under way) for saturation; open loop
 * (constant arrival, whatever the answers) for latency: each request is timed from the moment it was planned for, so
 * that a stalled server cannot hide by slowing its callers down.
 */
import { type Dispatcher, Pool } from "undici";

/** What is sent. */
export interface Shot {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one request came to. Milliseconds from the planned (open loop) or real (closed loop) start. */
export interface Timing {
  /** To the first byte of the body. */
  readonly firstByteMs: number;
  /** To the last byte. */
  readonly totalMs: number;
  readonly status: number;
  readonly bytes: number;
}

/** Where requests go. */
export interface LoadOptions {
  /** e.g. `http://127.0.0.1:8787`; nothing but loopback is accepted. */
  readonly origin: string;
  readonly connections: number;
  /** The n-th request, from 0. */
  shot(index: number): Shot;
}

/** What came of a load. */
export interface LoadResult {
  readonly timings: readonly Timing[];
  /** Requests without a whole answer. */
  readonly errors: number;
  readonly seconds: number;
  /** Longest that a request was sent after it was planned for, in milliseconds; 0 for a closed loop. */
  readonly lateMs: number;
}

/** A pool of kept-alive connections to loopback. @throws RangeError for any other address */
export function loopbackPool(origin: string, connections: number): Pool {
  if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(origin)) {
    throw new RangeError(`load goes to 127.0.0.1 only, not ${origin}`);
  }
  return new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  });
}

/** Sends one request; rejects where there is no whole answer. */
export function fire(
  pool: Pool,
  { path, headers, body }: Shot,
  startedAt: number,
): Promise<Timing> {
  return new Promise((resolve, reject) => {
    let firstByteMs = 0;
    let status = 0;
    let bytes = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart(_, code) {
        status = code;
      },
      onResponseData(_, chunk) {
        if (bytes === 0) firstByteMs = performance.now() - startedAt;
        bytes += chunk.length;
      },
      onResponseEnd: () =>
        resolve({ firstByteMs, totalMs: performance.now() - startedAt, status, bytes }),
      onResponseError: (_, error) => reject(error),
    };
    pool.dispatch({ method: "POST", path, headers, body }, handler);
  });
}

/** So many requests always under way, until the count or the time is over. */
export async function closedLoop(
  options: LoadOptions,
  { underWay, count, seconds }: { underWay: number; count: number; seconds: number },
): Promise<LoadResult> {
  const pool = loopbackPool(options.origin, options.connections);
  const timings: Timing[] = [];
  let next = 0;
  let errors = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const worker = async () => {
    while (next < count && performance.now() < until) {
      const shot = options.shot(next++);
      await fire(pool, shot, performance.now()).then(
        (timing) => timings.push(timing),
        () => {
          errors += 1;
        },
      );
    }
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  const elapsed = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { timings, errors, seconds: elapsed, lateMs: 0 };
}

/**
 * Constant arrival: `perSecond` requests are begun each second, `count` in all after `dropped` that are not timed: those
 * open the connections.
 */
export async function openLoop(
  options: LoadOptions,
  { perSecond, count, dropped }: { perSecond: number; count: number; dropped: number },
): Promise<LoadResult> {
  const pool = loopbackPool(options.origin, options.connections);
  const timings: Timing[] = [];
  const running: Promise<unknown>[] = [];
  let errors = 0;
  let lateMs = 0;
  const startedAt = performance.now();
  for (let index = 0; index < dropped + count; ) {
    const now = performance.now();
    const due = startedAt + (index * 1000) / perSecond;
    if (due > now) {
      // A timer comes up to about a millisecond late, which counts; asking again and again would be on time and take
      // a whole core from what is measured.
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    const isTimed = index >= dropped;
    if (isTimed) lateMs = Math.max(lateMs, now - due);
    const one = fire(pool, options.shot(index++), due).then(
      (timing) => {
        if (isTimed) timings.push(timing);
      },
      () => {
        errors += 1;
      },
    );
    running.push(one);
  }
  await Promise.all(running);
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { timings, errors, seconds, lateMs };
}
