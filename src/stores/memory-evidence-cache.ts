import type { Evidence } from "../core/index.ts";
import type { EvidenceCache } from "../ports/index.ts";

/** How a {@link memoryEvidenceCache} is bounded. */
export interface MemoryEvidenceCacheOptions {
  /** Most entries held; default 100,000, about 30 MB with keys of 64 characters. */
  readonly entries?: number;
}

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
  const held = new Map<string, Evidence>();
  const touch = (key: string, evidence: Evidence) => {
    held.delete(key);
    held.set(key, evidence);
  };
  return {
    async get(keys) {
      return keys.map((key) => {
        const evidence = held.get(key);
        if (evidence === undefined) return null;
        touch(key, evidence);
        return evidence;
      });
    },
    async put(entries) {
      for (const [key, evidence] of entries) {
        touch(key, evidence);
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
