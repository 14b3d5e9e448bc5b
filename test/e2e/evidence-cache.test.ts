import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvidenceCache } from "../../src/ports/index.ts";
import { type EvidenceCacheEvent, openRedisEvidenceCache } from "../../src/stores/index.ts";
import { evidenceCacheContract } from "../contracts/evidence-cache.contract.ts";
import { redisProcess } from "../contracts/redis-process.ts";

const server = await redisProcess();
let prefixes = 0;

beforeAll(async () => {
  await server?.start();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** A cache that is connected, and a way to wait for what it tells. */
async function opened(url: string, options: { prefix?: string; entries?: number } = {}) {
  const events: EvidenceCacheEvent[] = [];
  let waiting: { readonly kind: string; resolve(): void }[] = [];
  const next = (kind: EvidenceCacheEvent["kind"]) =>
    new Promise<void>((resolve) => {
      waiting.push({ kind, resolve });
    });
  const up = next("redis-up");
  const { prefix = `test ${prefixes++}:`, entries = 5_000 } = options;
  const cache: EvidenceCache = await openRedisEvidenceCache({
    url,
    prefix,
    entries,
    timeoutMs: 5_000,
    onEvent(event) {
      events.push(event);
      for (const { kind, resolve } of waiting) if (kind === event.kind) resolve();
      waiting = waiting.filter(({ kind }) => kind !== event.kind);
    },
  });
  await up;
  return { cache, events, next };
}

const evidence = (nats: number) => ({ kind: "evidence", nats }) as const;

it("refuses an address that is none, without the password", async () => {
  for (const url of ["me:s3cret@db", "http://me:s3cret@db", "redis://me:s3cret@db:port"]) {
    const error: unknown = await openRedisEvidenceCache({ url }).catch((one: unknown) => one);
    expect(error).toMatchObject({ failure: { kind: "invalid-input" } });
    expect(`${error}`).not.toContain("s3cret");
  }
});

it("answers from memory where nobody listens", async () => {
  await using cache = await openRedisEvidenceCache({ url: "redis://127.0.0.1:1" });
  await cache.put([["a", evidence(1)]]);
  expect(await cache.get(["a", "b"])).toEqual([evidence(1), null]);
});

describe.skipIf(server === null)("with a server", () => {
  if (server === null) return;
  evidenceCacheContract("openRedisEvidenceCache", async () => (await opened(server.url)).cache);
  evidenceCacheContract(
    "openRedisEvidenceCache with no room in memory",
    async () => (await opened(server.url, { entries: 1 })).cache,
  );

  it("shares what it keeps, and takes what is no evidence for nothing", async () => {
    const one = await opened(server.url, { prefix: "shared:" });
    const other = await opened(server.url, { prefix: "shared:" });
    await one.cache.put([["a", evidence(1)]]);
    expect(await other.cache.get(["a", "b"])).toEqual([evidence(1), null]);
    const { Redis } = await import("ioredis");
    const client = new Redis(server.url);
    for (const [key, text] of Object.entries({ x: "no", y: "{}", z: '{"kind":"evidence"}' })) {
      await client.set(`shared:${key}`, text);
    }
    expect(await client.ttl("shared:a")).toBeGreaterThan(86_400);
    client.disconnect();
    expect(await other.cache.get(["x", "y", "z"])).toEqual([null, null, null]);
    await one.cache[Symbol.asyncDispose]();
    await other.cache[Symbol.asyncDispose]();
  });

  it("goes on from memory while Redis is stopped, tells of it, and comes back by itself", async () => {
    const { cache, events, next } = await opened(server.url);
    await cache.put([["a", evidence(1)]]);
    const down = next("redis-down");
    await server.stop();
    await down;
    await cache.put([["b", evidence(2)]]);
    expect(await cache.get(["a", "b", "c"])).toEqual([evidence(1), evidence(2), null]);
    expect(events.slice(-2)).toEqual([
      { kind: "redis-missed", operation: "put", keys: 1 },
      { kind: "redis-missed", operation: "get", keys: 1 },
    ]);
    const up = next("redis-up");
    await server.start();
    await up;
    const before = events.length;
    await cache.put([["d", evidence(4)]]);
    expect(await cache.get(["d", "e"])).toEqual([evidence(4), null]);
    expect(events.slice(before)).toEqual([]);
    await cache[Symbol.asyncDispose]();
  });

  it("waits once for a Redis that hangs, not again", async () => {
    const events: EvidenceCacheEvent[] = [];
    let ready = () => {};
    const up = new Promise<void>((resolve) => {
      ready = resolve;
    });
    await using cache = await openRedisEvidenceCache({
      url: server.url,
      timeoutMs: 100,
      onEvent(event) {
        events.push(event);
        if (event.kind === "redis-up") ready();
      },
    });
    await up;
    server.freeze();
    for (let round = 0; round < 50; round++) {
      expect(await cache.get([`frozen ${round}`])).toEqual([null]);
    }
    expect(events.map(({ kind }) => kind).slice(0, 3)).toEqual([
      "redis-up",
      "redis-down",
      "redis-missed",
    ]);
    expect(events.filter(({ kind }) => kind === "redis-down")).toHaveLength(1);
    await server.stop();
    await server.start();
  });
});
