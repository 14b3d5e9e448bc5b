import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TurnReading, TurnScore } from "../../src/core/index.ts";
import type { ScoreCache } from "../../src/ports/index.ts";

/** Where readings are kept; it can be opened again and again. */
export interface ScoreCachePlace {
  open(): Promise<ScoreCache>;
}

const text = "I am glad to help. Do it yourself, you fool. Goodbye.";
const quoted: TurnScore = {
  kind: "scored",
  score: 1.25,
  quote: "Do it yourself, you fool.",
  note: null,
};
const noted: TurnScore = { kind: "scored", score: -0.5, quote: null, note: "nearest: kind/3" };
const unscored: TurnReading = { kind: "unscored", reason: "the turn has no text" };

/**
 * What every {@link ScoreCache} does, whatever it keeps readings in.
 *
 * @param newPlace  gives a place with nothing in it
 */
export function scoreCacheContract(name: string, newPlace: () => Promise<ScoreCachePlace>): void {
  describe(`${name} as a score cache: readings`, () => readingContract(newPlace));
  describe(`${name} as a score cache: lifetime`, () => lifetimeContract(newPlace));
}

async function during<T>(place: ScoreCachePlace, use: (cache: ScoreCache) => T | Promise<T>) {
  const cache = await place.open();
  try {
    return await use(cache);
  } finally {
    await cache[Symbol.asyncDispose]();
  }
}

/** Texts with what UTF-8 cannot hold, and with repeats of what they contain. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "b", "\ud800", "\udc00", "😀", "\u0000") }),
);
const anyScore = fc.double({ noNaN: true, noDefaultInfinity: true });

/** A turn's key and text with a reading that quotes it, or does not. */
const anyEntry = fc.record({ key: anyText, text: anyText }).chain(({ key, text }) => {
  const inside = fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: text.length }))
    .map(([one, other]) => text.slice(Math.min(one, other), Math.max(one, other)));
  const reading: fc.Arbitrary<TurnReading> = fc.oneof(
    fc.record({
      kind: fc.constant("scored" as const),
      score: anyScore,
      quote: fc.oneof(inside, anyText, fc.constant(null)),
      note: fc.oneof(anyText, fc.constant(null)),
    }),
    fc.record({ kind: fc.constant("unscored" as const), reason: anyText }),
  );
  return reading.map((one) => ({ key, text, reading: one }));
});

function readingContract(newPlace: () => Promise<ScoreCachePlace>): void {
  it("has nothing at first", async () => {
    await during(await newPlace(), (cache) => {
      expect(cache.get("key", text)).toBeNull();
      expect(cache.get("", "")).toBeNull();
    });
  });

  it("gives back at once what was put, quote, note and reason included", async () => {
    await during(await newPlace(), (cache) => {
      for (const [key, reading] of Object.entries({ quoted, noted, unscored })) {
        cache.put(key, text, reading);
        expect(cache.get(key, text)).toEqual(reading);
      }
      expect(cache.get("another", text)).toBeNull();
    });
  });

  it("has the last of two readings under a key", async () => {
    const place = await newPlace();
    await during(place, async (cache) => {
      cache.put("key", text, quoted);
      cache.put("key", text, noted);
      expect(cache.get("key", text)).toEqual(noted);
      await cache.flush();
      cache.put("key", text, unscored);
    });
    await during(place, (cache) => expect(cache.get("key", text)).toEqual(unscored));
  });

  it("gives back every reading of every turn, also after it was closed", async () => {
    const entries = fc.uniqueArray(anyEntry, { selector: ({ key }) => key, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(entries, async (written) => {
        const place = await newPlace();
        const expectAll = (cache: ScoreCache) => {
          for (const { key, text: turn, reading } of written) {
            expect(cache.get(key, turn)).toEqual(reading);
          }
        };
        await during(place, (cache) => {
          for (const { key, text: turn, reading } of written) cache.put(key, turn, reading);
          expectAll(cache);
        });
        await during(place, expectAll);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a score that is no number", async () => {
    await during(await newPlace(), (cache) => {
      for (const score of [Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => cache.put("key", text, { ...noted, score })).toThrow(RangeError);
      }
      expect(cache.get("key", text)).toBeNull();
    });
  });
}

function lifetimeContract(newPlace: () => Promise<ScoreCachePlace>): void {
  it("has after a restart what was flushed, over several restarts", async () => {
    const place = await newPlace();
    for (let round = 0; round < 3; round++) {
      await during(place, async (cache) => {
        for (let before = 0; before < round; before++) {
          expect(cache.get(`round ${before}`, text)).toEqual({ ...quoted, score: before });
        }
        expect(cache.get(`round ${round}`, text)).toBeNull();
        cache.put(`round ${round}`, text, { ...quoted, score: round });
        await cache.flush();
      });
    }
  });

  it("takes a flush with nothing to keep, and flushes that overlap", async () => {
    const place = await newPlace();
    await during(place, async (cache) => {
      await cache.flush();
      cache.put("key", text, noted);
      await Promise.all([cache.flush(), cache.flush()]);
    });
    await during(place, (cache) => expect(cache.get("key", text)).toEqual(noted));
  });

  it("keeps thousands of readings apart", async () => {
    const place = await newPlace();
    const readingOf = (index: number): TurnReading =>
      index % 11 === 0
        ? { kind: "unscored", reason: `reason ${index % 3}` }
        : { ...quoted, score: index };
    const count = 10_000;
    await during(place, (cache) => {
      for (let index = 0; index < count; index++) cache.put(`${index}`, text, readingOf(index));
    });
    await during(place, (cache) => {
      const wrong = Array.from({ length: count }, (_, index) => index).filter((index) => {
        const reading = cache.get(`${index}`, text);
        return JSON.stringify(reading) !== JSON.stringify(readingOf(index));
      });
      expect(wrong).toEqual([]);
      expect(cache.get(`${count}`, text)).toBeNull();
    });
  });
}
