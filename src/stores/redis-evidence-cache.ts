import type { Redis } from "ioredis";
import { z } from "zod";
import { type Evidence, invalidInput } from "../core/index.ts";
import type { EvidenceCache } from "../ports/index.ts";
import { memoryEvidenceCache } from "./memory-evidence-cache.ts";

/** What a cache in Redis tells whoever counts. */
export type EvidenceCacheEvent =
  | { readonly kind: "redis-up" }
  | { readonly kind: "redis-down" }
  /** Keys that could not be asked for or kept, because Redis is down or slow. */
  | { readonly kind: "redis-missed"; readonly operation: "get" | "put"; readonly keys: number };

/** How a cache in Redis is opened. */
export interface RedisEvidenceCacheOptions {
  /** `redis://user:password@host:port/database`, `rediss://` for an encrypted connection; never shown. */
  readonly url: string;
  /** Begins every key; default `turncoat:`. */
  readonly prefix?: string;
  /** After which an entry goes; default 30 days. */
  readonly ttlSeconds?: number;
  /** Most that a call ever waits for Redis; default 50. */
  readonly timeoutMs?: number;
  /** Most entries held in memory in front of it; default 100,000. */
  readonly entries?: number;
  readonly onEvent?: (event: EvidenceCacheEvent) => void;
}

const evidenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("evidence"), nats: z.number() }),
  z.strictObject({ kind: z.literal("unscored"), reason: z.string().min(1) }),
]);

/**
 * Opens an evidence cache that replicas share, with one in memory in front. While Redis is down, slow or
 * not there yet, calls are answered from memory at once; it reconnects by itself, and nothing is queued
 * meanwhile. An answer that takes longer than `timeoutMs` counts as an outage: the connection is given up,
 * so that the calls after it do not wait as well.
 *
 * @throws TurncoatError `invalid-input` for an address that is none
 */
export async function openRedisEvidenceCache(
  options: RedisEvidenceCacheOptions,
): Promise<EvidenceCache> {
  const { url, timeoutMs = 50, entries, onEvent = () => {} } = options;
  const { prefix = "turncoat:", ttlSeconds = 30 * 86_400 } = options;
  if (!(URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol))) {
    // The address itself is not shown: where it is mistyped, so may be the end of its password.
    throw invalidInput("the cache's address is not of the form redis://user:password@host:port");
  }
  const link = await redisLink({ url, timeoutMs, onEvent });
  const memory = memoryEvidenceCache(entries === undefined ? {} : { entries });
  const missed = (operation: "get" | "put", keys: number) =>
    onEvent({ kind: "redis-missed", operation, keys });
  return {
    async get(keys) {
      const found = [...(await memory.get(keys))];
      const wanted = [...new Set(keys.filter((_, index) => found[index] === null))];
      if (wanted.length === 0) return found;
      const texts = await link.within((redis) => redis.mget(wanted.map((key) => prefix + key)));
      if (texts === null) {
        missed("get", wanted.length);
        return found;
      }
      const fetched = new Map<string, Evidence>();
      for (const [index, key] of wanted.entries()) {
        const evidence = evidenceIn(texts[index] ?? null);
        if (evidence !== null) fetched.set(key, evidence);
      }
      await memory.put([...fetched]);
      return keys.map((key, index) => found[index] ?? fetched.get(key) ?? null);
    },
    async put(given) {
      if (given.length === 0) return;
      await memory.put(given);
      const kept = await link.within(async (redis) => {
        const pipeline = redis.pipeline();
        for (const [key, evidence] of given) {
          pipeline.set(prefix + key, JSON.stringify(evidence), "EX", ttlSeconds);
        }
        const answers = await pipeline.exec();
        return answers?.every(([error]) => error === null) === true ? true : null;
      });
      if (kept === null) missed("put", given.length);
    },
    async [Symbol.asyncDispose]() {
      link.close();
    },
  };
}

/** What other versions or other programs left is no evidence. */
function evidenceIn(text: string | null): Evidence | null {
  if (text === null) return null;
  try {
    return evidenceSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

interface RedisLinkOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly onEvent: (event: EvidenceCacheEvent) => void;
}

const longestRetryMs = 2_000;

async function redisLink({ url, timeoutMs, onEvent }: RedisLinkOptions) {
  // On first use, since who keeps evidence in memory has no need of it.
  const { Redis: RedisClass } = await import("ioredis");
  const redis = new RedisClass(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), longestRetryMs),
  });
  let isUp = false;
  const turn = (up: boolean) => {
    if (isUp === up) return;
    isUp = up;
    onEvent({ kind: up ? "redis-up" : "redis-down" });
  };
  redis.on("ready", () => turn(true));
  redis.on("close", () => turn(false));
  // Without a listener an error would end the process; "close" follows, and says enough.
  redis.on("error", () => {});
  return {
    /** What the work gives; `null` where Redis is down, fails, or takes too long. */
    async within<T>(work: (redis: Redis) => Promise<T>): Promise<T | null> {
      if (!isUp) return null;
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<null>((resolve) => {
        timer = setTimeout(() => {
          resolve(null);
          turn(false);
          // Reconnects: what was asked on this connection is forgotten instead of queued behind.
          redis.disconnect(true);
        }, timeoutMs);
      });
      const answer = work(redis).catch(() => null);
      const first = await Promise.race([answer, limit]);
      clearTimeout(timer);
      return first;
    },
    close: () => redis.disconnect(),
  };
}
