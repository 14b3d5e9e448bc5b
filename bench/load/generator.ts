/**
 * Load on loopback, bounded in count and time. Closed loop (so many requests under way) for saturation; open loop
 * (constant arrival, whatever the answers) for latency: each request is timed from the moment it was planned for, so
 * that a stalled server cannot hide by slowing its callers down.
 */
import { Pool } from "undici";

/** What is sent. */
export interface Shot {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one request came to. */
export interface Timing {
  /** Milliseconds from the planned (open loop) or real (closed loop) start to the first byte of the body. */
  readonly firstByteMs: number;
  /** To the last byte. */
  readonly totalMs: number;
  readonly status: number;
  readonly body: string;
}

/** Where and how much. */
export interface LoadOptions {
  /** e.g. `http://127.0.0.1:8787`; nothing but loopback is accepted. */
  readonly origin: string;
  /** The n-th request, from 0. */
  shot(index: number): Shot;
  /** Told each result at once; bodies are not kept. */
  onResult(timing: Timing, index: number): void;
  readonly connections: number;
}

function loopbackPool(origin: string, connections: number): Pool {
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

async function fire(pool: Pool, { path, headers, body }: Shot, startedAt: number): Promise<Timing> {
  const reply = await pool.request({ method: "POST", path, headers: { ...headers }, body });
  const chunks: Buffer[] = [];
  let firstByteMs = 0;
  for await (const chunk of reply.body) {
    if (chunks.length === 0) firstByteMs = performance.now() - startedAt;
    chunks.push(chunk);
  }
  return {
    firstByteMs,
    totalMs: performance.now() - startedAt,
    status: reply.statusCode,
    body: Buffer.concat(chunks).toString(),
  };
}

/** Requests a second with so many always under way, over a number of requests. */
export async function closedLoop(
  options: LoadOptions,
  { underWay, count }: { readonly underWay: number; readonly count: number },
): Promise<{ readonly perSecond: number; readonly errors: number }> {
  const pool = loopbackPool(options.origin, options.connections);
  let next = 0;
  let errors = 0;
  const startedAt = performance.now();
  const worker = async () => {
    while (next < count) {
      const index = next++;
      try {
        options.onResult(await fire(pool, options.shot(index), performance.now()), index);
      } catch {
        errors++;
      }
    }
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { perSecond: count / seconds, errors };
}

/** Constant arrival: `perSecond` requests are begun each second, `count` in all. */
export async function openLoop(
  options: LoadOptions,
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
): Promise<{ readonly errors: number; readonly lateMs: number }> {
  const pool = loopbackPool(options.origin, options.connections);
  const startedAt = performance.now();
  const running = new Set<Promise<void>>();
  let errors = 0;
  let lateMs = 0;
  for (let index = 0; index < count; ) {
    const now = performance.now();
    const due = startedAt + (index * 1000) / perSecond;
    if (due > now) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - now)));
      continue;
    }
    lateMs = Math.max(lateMs, now - due);
    const at = index++;
    const one: Promise<void> = fire(pool, options.shot(at), due)
      .then((timing) => options.onResult(timing, at))
      .catch(() => {
        errors++;
      })
      .finally(() => running.delete(one));
    running.add(one);
  }
  await Promise.all(running);
  await pool.close();
  return { errors, lateMs };
}
