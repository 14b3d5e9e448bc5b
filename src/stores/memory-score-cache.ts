import type { TurnReading } from "../core/index.ts";
import type { ScoreCache } from "../ports/index.ts";

/**
 * A score cache that ends with the process, for tests and for scans that keep nothing.
 *
 * @param readings  hand in the readings of an earlier cache to go on with them
 */
export function memoryScoreCache(readings = new Map<string, TurnReading>()): ScoreCache {
  return {
    get: (key) => readings.get(key) ?? null,
    put(key, _, reading) {
      if (reading.kind === "scored" && !Number.isFinite(reading.score)) {
        throw new RangeError(`a score must be finite, not ${reading.score}`);
      }
      readings.set(key, reading);
    },
    async flush() {},
    async [Symbol.asyncDispose]() {},
  };
}
