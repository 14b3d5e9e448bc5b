import type { Evidence } from "../core/index.ts";
import type { EvidenceCache } from "../ports/index.ts";

/** How a {@link memoryEvidenceCache} is bounded. */
export interface MemoryEvidenceCacheOptions {
  /** Most entries held; default 100,000, about 27 MB with keys of 45 characters. */
  readonly entries?: number;
}

/** Evidence by its nats alone, which takes half the memory of keeping the object. */
type Held = number | Exclude<Evidence, { kind: "evidence" }>;

/**
 * An evidence cache that ends with the process. When it is full, what was longest not asked for goes first.
 *
 * @throws RangeError unless `entries` is a whole number above 0
 */
export function memoryEvidenceCache(options: MemoryEvidenceCacheOptions = {}): EvidenceCache {
  const { entries: most = 100_000 } = options;
  if (!Number.isInteger(most) || most < 1) {
    throw new RangeError(`a cache holds 1 entry or more, not ${most}`);
  }
  // A map lists its keys in the order of setting, so the first is the one longest untouched.
  const held = new Map<string, Held>();
  const touch = (key: string, one: Held) => {
    held.delete(key);
    held.set(key, one);
  };
  return {
    async get(keys) {
      return keys.map((key) => {
        const one = held.get(key);
        if (one === undefined) return null;
        touch(key, one);
        return typeof one === "number" ? { kind: "evidence", nats: one } : one;
      });
    },
    async put(entries) {
      for (const [key, evidence] of entries) {
        touch(key, evidence.kind === "evidence" ? evidence.nats : evidence);
        if (held.size <= most) continue;
        for (const oldest of held.keys()) {
          held.delete(oldest);
          break;
        }
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
