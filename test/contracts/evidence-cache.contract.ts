import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Evidence } from "../../src/core/index.ts";
import type { EvidenceCache } from "../../src/ports/index.ts";

const turned: Evidence = { kind: "evidence", nats: 2.5 };
const loyal: Evidence = { kind: "evidence", nats: -0.125 };
const unscored: Evidence = { kind: "unscored", reason: "the turn has no text" };

/**
 * What every {@link EvidenceCache} does, whatever it keeps evidence in.
 *
 * @param open  opens a cache with nothing in it and room for 5,000; called once a test
 */
export function evidenceCacheContract(name: string, open: () => Promise<EvidenceCache>): void {
  const during = async (use: (cache: EvidenceCache) => Promise<void>) => {
    await using cache = await open();
    await use(cache);
  };
  describe(`${name} as an evidence cache`, () => {
    readingContract(during);
    sizeContract(during);
  });
}

type During = (use: (cache: EvidenceCache) => Promise<void>) => Promise<void>;

function readingContract(during: During): void {
  it("has nothing at first, and takes nothing", () =>
    during(async (cache) => {
      expect(await cache.get(["a", "b", ""])).toEqual([null, null, null]);
      expect(await cache.get([])).toEqual([]);
      await cache.put([]);
    }));

  it("gives one answer a key, in order, repeats included", () =>
    during(async (cache) => {
      await cache.put([
        ["a", turned],
        ["b", loyal],
        ["c", unscored],
      ]);
      expect(await cache.get(["c", "x", "a", "b", "a"])).toEqual([
        unscored,
        null,
        turned,
        loyal,
        turned,
      ]);
    }));

  it("has the last of two that were put under a key", () =>
    during(async (cache) => {
      await cache.put([
        ["a", turned],
        ["a", loyal],
      ]);
      expect(await cache.get(["a"])).toEqual([loyal]);
      await cache.put([["a", unscored]]);
      expect(await cache.get(["a"])).toEqual([unscored]);
    }));

  it("gives back any evidence under any key", () =>
    during(async (cache) => {
      const anyKey = fc.string({ unit: "binary", minLength: 1 });
      const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
        fc.record({
          kind: fc.constant("evidence" as const),
          // JSON has no negative zero.
          nats: fc.double({ noNaN: true, noDefaultInfinity: true }).map((nats) => nats + 0),
        }),
        fc.record({
          kind: fc.constant("unscored" as const),
          reason: fc.string({ unit: "binary", minLength: 1 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(fc.dictionary(anyKey, anyEvidence, { maxKeys: 8 }), async (written) => {
          const entries = Object.entries(written);
          await cache.put(entries);
          const found = await cache.get(entries.map(([key]) => key));
          expect(found).toEqual(entries.map(([, evidence]) => evidence));
        }),
        { numRuns: 50 },
      );
    }));
}

function sizeContract(during: During): void {
  it("keeps thousands apart, put and asked for at once", () =>
    during(async (cache) => {
      const keys = Array.from({ length: 4_000 }, (_, index) => `key ${index}`);
      await cache.put(keys.map((key, nats) => [key, { kind: "evidence", nats }]));
      const found = await cache.get(keys);
      expect(found).toEqual(keys.map((_, nats) => ({ kind: "evidence", nats })));
    }));

  it("serves calls that overlap", () =>
    during(async (cache) => {
      const rounds = Array.from({ length: 50 }, (_, round) => round);
      await Promise.all(
        rounds.map(async (round) => {
          await cache.put([[`${round}`, { kind: "evidence", nats: round }]]);
          expect(await cache.get([`${round}`])).toEqual([{ kind: "evidence", nats: round }]);
        }),
      );
    }));
}
